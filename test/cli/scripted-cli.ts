import { installedTerminal, leave } from "../../server/cli/installed-terminal.ts";
import { runCommandLine } from "../../server/cli/program.ts";
import { scriptedCompose } from "./scripted-body.ts";

const terminal = installedTerminal(scriptedCompose);
await leave(await runCommandLine(process.argv.slice(2), terminal), terminal);
