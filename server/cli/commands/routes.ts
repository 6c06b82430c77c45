import { Command, Option } from "commander";
import type { Body } from "../../body.ts";
import type { Kind } from "../../protocol/events.ts";
import { kinds } from "../../routing/kinds.ts";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { findFolder } from "../folder.ts";
import { toJson } from "../json.ts";
import { print, warn } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { forgotText } from "../view/forgot-text.ts";
import { routesLines } from "../view/routes-text.ts";
import { visibleLine } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

interface Options {
  readonly kind?: Kind;
  readonly json: boolean;
  readonly reset?: string | true;
}

const more = `
A reset forgets what was learned and begins again from what is assumed of each model. The ledger and its receipts
stay as they are. To pin a model for a kind of work or to exclude one, see "pins" and "exclude" in the configuration.

Examples:
  stepladder routes --kind fix
  stepladder routes --reset openrouter/z-ai/glm-4.6 --kind edit
  stepladder routes --reset`;

export const routesCommand: BuildCommand = (terminal, exitWith) =>
  new Command("routes")
    .description(
      "Show what the router knows of each model by kind of work: evidence, uncertainty, and what it would do",
    )
    .addOption(new Option("--kind <kind>", "only this kind of work").choices(kinds))
    .option("--reset [model]", "forget what was learned, of this model or of all")
    .option("--json", "print it as JSON", false)
    .addHelpText("after", more)
    .action(async (options: Options) => exitWith(await routes(options, terminal)));

async function routes(options: Options, terminal: Terminal): Promise<number> {
  const folder = await findFolder(undefined, terminal.cwd);
  if (folder.kind === "bad-folder") {
    await warn(terminal, [visibleLine(folder.message)]);
    return exitCodes.usage;
  }
  const command = (body: Body) =>
    options.reset === undefined ? show(options, folder.root, body, terminal) : reset(options, body, terminal);
  return withBody(terminal, command, "no-notices");
}

async function show({ kind, json }: Options, root: string, body: Body, terminal: Terminal): Promise<number> {
  const surveys = body.routes(root).filter((one) => kind === undefined || one.kind === kind);
  if (json) await print(terminal, [toJson(surveys)]);
  else if (surveys.some(({ models }) => models.length > 0)) await print(terminal, surveys.flatMap(routesLines));
  else await warn(terminal, ["No model is configured. stepladder doctor says what to do."]);
  return exitCodes.proved;
}

async function reset({ kind, json, reset }: Options, body: Body, terminal: Terminal): Promise<number> {
  const forgot = body.forget({ model: reset === true ? undefined : reset, kind });
  if (forgot.kind === "no-such-model") {
    await warn(terminal, [visibleLine(forgot.message)]);
    return exitCodes.usage;
  }
  await print(terminal, [json ? toJson(forgot) : visibleLine(forgotText(forgot, kind))]);
  return exitCodes.proved;
}
