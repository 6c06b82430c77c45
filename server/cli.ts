import { installedTerminal, leave } from "./cli/installed-terminal.ts";
import { runCommandLine } from "./cli/program.ts";
import { keepMemorySmall } from "./platform/small-memory.ts";

keepMemorySmall();
const terminal = installedTerminal(async (options) => (await import("./compose.ts")).compose(options));
await leave(await runCommandLine(process.argv.slice(2), terminal), terminal);
