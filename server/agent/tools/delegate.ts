import { z } from "zod";
import { headAndTail } from "../../verification/head-and-tail.ts";
import { defineTool, ok, wrong } from "./tool.ts";

const deepest = 2;
const longestFact = 600;

export const delegateTool = defineTool({
  name: "delegate",
  changes: false,
  parameters: z.strictObject({
    kind: z.enum(["explore", "summarize", "explain", "review", "test", "edit"]),
    brief: z
      .string()
      .min(10)
      .describe("everything the other model needs to know: what to do, where, and what to report"),
    paths: z.array(z.string()).optional().describe("files or folders to start from"),
  }),
  subject: ({ kind, brief }) => `${kind}: ${brief}`.slice(0, 120),
  async run({ kind, brief, paths }, scope) {
    if (scope.depth >= deepest) return wrong("This piece of work can't be delegated further. Do it yourself.");
    const whole = paths && paths.length > 0 ? `${brief}\n\nStart from: ${paths.join(", ")}` : brief;
    const report = await scope.delegate(kind, whole);
    scope.facts.push({ kind: "reported", text: `delegated (${kind}): ${headAndTail(report.text, longestFact)}` });
    return report.kind === "report" ? ok(scope.task.parts.clean(report.text), "report received") : wrong(report.text);
  },
});
