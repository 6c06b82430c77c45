import type { WrittenCall } from "./outcome.ts";

/** Where the JSON object or list that begins at `start` ends; undefined while it is open. Text that is no JSON may also seem to end. */
export function endOfJson(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const unit = text[at];
    if (inString) {
      if (unit === "\\") at++;
      else if (unit === '"') inString = false;
    } else if (unit === '"') inString = true;
    else if (unit === "{" || unit === "[") depth++;
    else if (unit === "}" || unit === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** The calls of one JSON value, as an object or a list of them; undefined when it is anything else. */
export function callsInJson(text: string): readonly WrittenCall[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const calls = (Array.isArray(value) ? value : [value]).map(callInValue);
  return calls.length > 0 && calls.every((call) => call !== undefined) ? calls : undefined;
}

type Members = Readonly<Record<string, unknown>>;

function callInValue(value: unknown): WrittenCall | undefined {
  if (!isMembers(value)) return undefined;
  if (isMembers(value.function)) return callInValue(value.function);
  const name = value.name ?? value.tool_name ?? value.tool ?? value.function;
  if (typeof name !== "string" || name === "") return undefined;
  const given = value.arguments ?? value.parameters ?? value.args ?? value.input ?? {};
  const text = typeof given === "string" ? given : JSON.stringify(given);
  return { kind: "call", name: withoutPrefix(name), values: { kind: "json", text } };
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Some models write the namespace that their template gives to tools. */
export function withoutPrefix(name: string): string {
  return name.trim().replace(/^functions?\./, "");
}
