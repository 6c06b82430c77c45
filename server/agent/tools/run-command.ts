import { z } from "zod";
import type { CommandOutcome } from "../../workspace/ports.ts";
import { mayRun } from "../checkers.ts";
import { approve } from "../task-scope.ts";
import { defineTool, firstLine, ok, refused, type ToolEnd, type ToolScope, wrong } from "./tool.ts";

const defaultSeconds = 120;
const mostOutputBytes = 30_000;

export const runCommandTool = defineTool({
  name: "run_command",
  changes: true,
  parameters: z.strictObject({
    command: z.string().min(1).max(20_000),
    timeout_seconds: z.number().positive().max(1_800).optional(),
  }),
  subject: ({ command }) => command,
  async run({ command, timeout_seconds }, scope) {
    const permission = await permit(command, scope);
    if (permission.kind === "stop") return permission.end;
    const { task } = scope;
    const watch = permission.watched ? await task.checkpoint.beforeCommand(scope.attempt, scope.signal) : undefined;
    const outcome = await task.parts.runCommand(
      {
        command,
        cwd: task.guard.root,
        timeoutMs: (timeout_seconds ?? defaultSeconds) * 1000,
        maxOutputBytes: mostOutputBytes,
        env: permission.environment,
      },
      scope.signal,
    );
    const watched = await watch?.finish();
    if (watched && !watched.complete) {
      task.emit({
        type: "notice",
        level: "warning",
        message: `The folder is too big to watch, so what \`${command}\` changed can't be taken back automatically.`,
      });
    }
    const changed =
      watched && watched.changed.length > 0
        ? `\nFiles it changed: ${watched.changed.map((file) => file.path).join(", ")}`
        : "";
    const end = describe(command, outcome);
    scope.facts.push({ kind: "ran", command: firstLine(command), result: end.summary });
    return { ...end, text: task.parts.clean(end.text) + changed };
  },
});

type Permit =
  | {
      readonly kind: "run";
      /** Whether it may change files, which are then kept first. */
      readonly watched: boolean;
      /** Without these variables the command would not be as harmless as it was judged. */
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly kind: "stop"; readonly end: ToolEnd };

/**
 * An agreed checker runs under its agreement; a command on the allow list runs unasked; all else asks. With local-only paths
 * a remote model gets no command unasked, since reading commands could show what it must not see.
 */
async function permit(command: string, scope: ToolScope): Promise<Permit> {
  const { task } = scope;
  const agreed: Permit = { kind: "run", watched: true, environment: {} };
  if (await mayRun(task, command)) return agreed;
  const decision = await task.policy.judge(command);
  if (decision.kind === "refuse") return { kind: "stop", end: refused(`This command is not run: ${decision.because}`) };
  const couldLeak = task.privacy.any && !scope.staysLocal;
  if (decision.kind === "allow" && !couldLeak) {
    return { kind: "run", watched: false, environment: decision.environment ?? {} };
  }
  const because =
    decision.kind === "ask"
      ? decision.because
      : "The folder has local-only paths, and this work is not done on your machine alone.";
  const subject = { kind: "command", command, cwd: task.guard.root, because } as const;
  if (await approve(task, subject, scope.signal)) return agreed;
  const text = `The command was not run: ${because} The user did not agree (headless runs allow it with --allow). Go on without it.`;
  return { kind: "stop", end: refused(text) };
}

export function describe(command: string, outcome: CommandOutcome): ToolEnd {
  switch (outcome.kind) {
    case "exited":
      return {
        outcome: outcome.code === 0 ? "ok" : "error",
        text: `${outcome.output || "(no output)"}\nexit code ${outcome.code}`,
        summary: `exit code ${outcome.code}`,
      };
    case "signalled":
      return {
        outcome: "error",
        text: `${outcome.output}\nended by ${outcome.signal}`,
        summary: `ended by ${outcome.signal}`,
      };
    case "timed-out":
      return {
        outcome: "error",
        text: `${outcome.output}\nstopped after ${Math.round(outcome.milliseconds / 1000)} s: it did not end by itself. Give a longer timeout_seconds, or run less.`,
        summary: "timed out",
      };
    case "cancelled":
      return ok(outcome.output, "cancelled");
    case "not-started":
      return wrong(`\`${command}\` could not be started: ${outcome.because}`);
  }
}
