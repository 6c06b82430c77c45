import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ReadCondition } from "../../agent/what-if/change.ts";
import type { Body, PeriodQuery } from "../../body.ts";
import { type Condition, parseConditions } from "../../routing/what-if/conditions.ts";
import { exitCodes } from "../exit-codes.ts";
import { toJson } from "../json.ts";
import { print, warn } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { whatIfLines } from "../view/what-if-text.ts";
import { visible } from "../visible-text.ts";

/** `spend --what-if CONDITIONS`: nothing is changed and no model is called. */
export async function whatIfLedger(
  text: string,
  period: PeriodQuery,
  json: boolean,
  body: Body,
  terminal: Terminal,
): Promise<number> {
  const read = await readConditions(text, terminal.cwd);
  if (read.kind === "bad-condition") return refuse(read.message, terminal);
  const found = body.whatIf({ conditions: read.conditions, ...period });
  if (found.kind === "bad-condition" || found.kind === "too-few") return refuse(found.message, terminal);
  await print(terminal, json ? [toJson(found)] : whatIfLines(found));
  return exitCodes.proved;
}

type Read =
  | { readonly kind: "conditions"; readonly conditions: readonly ReadCondition[] }
  | { readonly kind: "bad-condition"; readonly message: string };

async function readConditions(text: string, cwd: string): Promise<Read> {
  const parsed = parseConditions(text);
  if (parsed.kind === "bad-condition") return parsed;
  const conditions: ReadCondition[] = [];
  for (const condition of parsed.conditions) {
    try {
      conditions.push(await withText(condition, cwd));
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      const file = condition.kind === "prices" ? condition.file : "";
      return { kind: "bad-condition", message: `${file} can't be read: ${because}. Name a file with prices.` };
    }
  }
  return { kind: "conditions", conditions };
}

async function withText(condition: Condition, cwd: string): Promise<ReadCondition> {
  if (condition.kind !== "prices") return condition;
  return { ...condition, text: await readFile(path.resolve(cwd, condition.file), "utf8") };
}

async function refuse(message: string, terminal: Terminal): Promise<number> {
  await warn(terminal, [visible(message)]);
  return exitCodes.usage;
}
