import { visit } from "jsonc-parser";

/** `error` is a sentence for the model. */
export type ArgumentsOutcome =
  | { readonly kind: "parsed"; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: "broken"; readonly error: string };

/**
 * Reads a tool call's arguments: one JSON object, no repair. A key that comes twice is refused, because one reader may
 * check the first value and another use the second. No text at all is an empty object: some hosts send it for no arguments.
 */
export function parseArguments(text: string): ArgumentsOutcome {
  if (text.trim() === "") return { kind: "parsed", value: {} };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const because = error instanceof Error ? error.message : "unreadable";
    return { kind: "broken", error: `The arguments are not valid JSON (${because}). Send the call again.` };
  }
  if (!isObject(value)) return { kind: "broken", error: "The arguments must be one JSON object. Send the call again." };
  const twice = repeatedKey(text);
  if (twice !== undefined) {
    return { kind: "broken", error: `The arguments give "${twice}" more than once. Send the call again.` };
  }
  return { kind: "parsed", value };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function repeatedKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  let repeated: string | undefined;
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectProperty: (key) => {
      const keys = open.at(-1);
      if (keys?.has(key)) repeated ??= key;
      keys?.add(key);
    },
    onObjectEnd: () => {
      open.pop();
    },
  });
  return repeated;
}
