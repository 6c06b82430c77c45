import type { Body } from "../body.ts";
import { exitCodes } from "./exit-codes.ts";
import { warn } from "./output.ts";
import type { Terminal } from "./terminal.ts";
import { visible } from "./visible-text.ts";

/**
 * Composes the body, gives it to the command and closes it whatever happens. Mistakes in the configuration end here.
 * `no-notices` is for commands that don't start a task: what was found for new tasks would only be noise there.
 */
export async function withBody(
  terminal: Terminal,
  command: (body: Body) => Promise<number>,
  notices: "show-notices" | "no-notices" = "show-notices",
): Promise<number> {
  const composed = await terminal.compose({ env: terminal.env });
  if (composed.kind === "invalid") {
    const lines = composed.problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
    await warn(terminal, lines.map(visible));
    return exitCodes.usage;
  }
  if (composed.kind === "unavailable") {
    await warn(terminal, [visible(composed.message)]);
    return exitCodes.failed;
  }
  try {
    if (notices === "show-notices") await warn(terminal, composed.notices.map(visible));
    return await command(composed.body);
  } finally {
    composed.body.agent.close();
  }
}
