import type { Word } from "./plain-commands.ts";
import type { ProgramRule } from "./program-rules.ts";

export type Arguments =
  | {
      readonly kind: "known";
      readonly flags: readonly string[];
      readonly values: readonly string[];
      readonly operands: readonly string[];
    }
  | { readonly kind: "unknown"; readonly word: string };

/** Sorts a program's words into flags, their values and operands; one flag that the rule does not name makes all of it unknown. */
export function readArguments(rule: ProgramRule, words: readonly Word[]): Arguments {
  const flags: string[] = [];
  const values: string[] = [];
  const operands: string[] = [];
  const waiting = words.map((word) => word.text);
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === "--") {
      operands.push(...waiting);
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      operands.push(word);
      continue;
    }
    const form = formOf(rule, word);
    if (form === "unknown") return { kind: "unknown", word };
    flags.push(word);
    if (form !== "wants-value") continue;
    const value = waiting.shift();
    // A value that looks like a flag may be taken for one by another version of the program.
    if (value === undefined || value.startsWith("-")) return { kind: "unknown", word: `${word} ${value ?? ""}`.trim() };
    values.push(value);
  }
  return { kind: "known", flags, values, operands };
}

function formOf(rule: ProgramRule, word: string): "flag" | "wants-value" | "unknown" {
  if (rule.also?.test(word)) return "flag";
  if (word.startsWith("--")) return longForm(rule, word.slice(2));
  const letters = word.slice(1);
  if ([...letters].every((letter) => rule.letters.includes(letter))) return "flag";
  if (!rule.valued.includes(letters.charAt(0))) return "unknown";
  return letters.length === 1 ? "wants-value" : "flag";
}

function longForm(rule: ProgramRule, text: string): "flag" | "wants-value" | "unknown" {
  const equals = text.indexOf("=");
  if (equals < 0) {
    if (rule.long.has(text) || rule.long.has(`${text}?`)) return "flag";
    return rule.long.has(`${text}=`) ? "wants-value" : "unknown";
  }
  const name = text.slice(0, equals);
  return rule.long.has(`${name}=`) || rule.long.has(`${name}?`) ? "flag" : "unknown";
}
