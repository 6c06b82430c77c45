import type { Node } from "jsonc-parser";
import { readAmounts } from "./amounts.ts";
import { buildConfiguration, type FileFacts } from "./build-configuration.ts";
import type { ConfigurationProblem, ConfigurationResult } from "./configuration.ts";
import { crossCheck } from "./cross-check.ts";
import { noticesOf } from "./notices.ts";
import { repeatedFolders } from "./repeated-folders.ts";
import { checkSchema } from "./schema-mistakes.ts";
import { type Mistake, readSyntax } from "./syntax.ts";

/**
 * The text of the user's file to a configuration, or to all of its mistakes in the order of the file. A file with one mistake
 * sets nothing, because half of a configuration could spend or send what the other half forbids.
 */
export function parseConfiguration(text: string, facts: FileFacts): ConfigurationResult {
  const syntax = readSyntax(text);
  if (syntax.kind === "mistakes") return invalid(syntax.mistakes, text, facts.file);
  return interpret(syntax.root, text, facts);
}

function interpret(root: Node, text: string, facts: FileFacts): ConfigurationResult {
  const schema = checkSchema(root);
  const amounts = readAmounts(root, text);
  const mistakes = [
    ...schema.mistakes,
    ...amounts.mistakes,
    ...crossCheck(root),
    ...repeatedFolders(root, facts.canonicalRoot),
  ];
  if (schema.written === undefined || mistakes.length > 0) return invalid(mistakes, text, facts.file);
  const configuration = buildConfiguration(schema.written, amounts.amountAt, facts);
  return { kind: "ready", configuration, notices: noticesOf(schema.written, configuration, facts) };
}

function invalid(mistakes: readonly Mistake[], text: string, file: string): ConfigurationResult {
  const problems = [...mistakes]
    .sort((left, right) => left.offset - right.offset)
    .map(({ offset, message }) => problemAt(text, offset, message, file));
  return { kind: "invalid", problems };
}

/** The problem at an offset of a text; lines end in `\n`, `\r\n` or `\r`. */
function problemAt(text: string, offset: number, message: string, file: string): ConfigurationProblem {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, message };
}
