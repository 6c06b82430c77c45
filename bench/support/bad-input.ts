import { readFileSync } from "node:fs";

/** What somebody typed or named can't be used. The message says why and what would do; where it was found says nothing. */
export class BadInput extends Error {}

export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new BadInput(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Options that no benchmark knows are bad input too. */
export function isBadInput(error: unknown): error is Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return error instanceof BadInput || code.startsWith("ERR_PARSE_ARGS");
}

/** A number from 0 up to `most`; `usage` says how it is meant. */
export function numberIn(text: string, most: number, usage: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= most))
    throw new BadInput(`${text} is not a number up to ${most}.\n${usage}`);
  return value;
}
