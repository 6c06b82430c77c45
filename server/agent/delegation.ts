import type { Tried } from "../routing/route.ts";
import { routeFor } from "./ladder.ts";
import { runSubtask } from "./subtask.ts";
import type { ParentAttempt, SubtaskEnd, SubtaskSpec } from "./subtask-spec.ts";
import type { TaskScope } from "./task-scope.ts";
import type { ToolScope } from "./tools/tool.ts";

const titleLength = 80;
/** The root's checks judge a child's edits as well; the child itself answers for files that parse. */
const noBaseline = { runs: [], notAgreed: [] };

/** Lets an attempt hand a child subtask to a cheaper model. The child's spend counts against every limit of its parents. */
export function delegateFrom(
  parent: ParentAttempt,
  spec: SubtaskSpec,
  task: TaskScope,
  signal: AbortSignal,
): ToolScope["delegate"] {
  return async (kind, brief) => {
    const ask = (tried: readonly Tried[]) =>
      routeFor(
        {
          kind,
          workspace: task.request.workspace,
          task: task.task,
          localOnly: task.privacy.touched,
          contextNeeded: 0,
          chosen: task.request.model,
          tried,
        },
        task.parts,
      );
    const route = ask([]);
    if (route.kind !== "ladder")
      return { kind: "failed", text: "No model may take this piece of work now. Do it yourself." };
    const title = brief.split("\n", 1)[0]?.slice(0, titleLength) ?? kind;
    const child: SubtaskSpec = {
      kind,
      title,
      prompt: brief,
      material: "",
      oneCall: undefined,
      parent,
      depth: spec.depth + 1,
      limit: undefined,
      baseline: noBaseline,
      route,
      reroute: ask,
      signal,
    };
    return report(await runSubtask(child, task));
  };
}

function report(end: SubtaskEnd): Awaited<ReturnType<ToolScope["delegate"]>> {
  switch (end.kind) {
    case "answered":
    case "accepted":
      return { kind: "report", text: end.report };
    case "refuted":
      return { kind: "failed", text: `The other model did not manage it: ${end.report} Do it yourself.` };
    case "over-budget":
    case "refused":
    case "failed":
      return { kind: "failed", text: `${end.message} Do it yourself if you can.` };
    case "cancelled":
      return { kind: "failed", text: "Cancelled." };
  }
}
