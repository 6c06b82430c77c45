import { type Preference, preferences } from "../../configuration/configuration.ts";

/** What shall be different. */
export type Condition =
  | { readonly kind: "preference"; readonly preference: Preference }
  | { readonly kind: "frontier-only" }
  | { readonly kind: "local-only" }
  /** By any name of the model. */
  | { readonly kind: "without"; readonly model: string }
  | { readonly kind: "prices"; readonly file: string };

export type ParsedConditions =
  | { readonly kind: "conditions"; readonly conditions: readonly Condition[] }
  | { readonly kind: "bad-condition"; readonly message: string };

export const conditionsHelp = `Conditions are preference=${preferences.join("|")}, frontier-only, local-only, without=MODEL and prices=FILE; several stand with commas between them.`;

/** Reads `preference=quality,without=MODEL`. */
export function parseConditions(text: string): ParsedConditions {
  const conditions: Condition[] = [];
  for (const part of text.split(",").map((each) => each.trim())) {
    const condition = parseOne(part);
    if (condition === undefined) return bad(part === "" ? "A condition is missing." : `There is no condition ${part}.`);
    const once = condition.kind !== "without" && conditions.some(({ kind }) => kind === condition.kind);
    if (once) return bad(`${condition.kind} stands there twice.`);
    conditions.push(condition);
  }
  return { kind: "conditions", conditions };
}

function parseOne(text: string): Condition | undefined {
  const [, name, value] = /^([a-z-]+)(?:=(.+))?$/s.exec(text) ?? [];
  if ((name === "frontier-only" || name === "local-only") && value === undefined) return { kind: name };
  if (value === undefined) return undefined;
  switch (name) {
    case "preference": {
      const preference = preferences.find((each) => each === value);
      return preference && { kind: "preference", preference };
    }
    case "without":
      return { kind: "without", model: value };
    case "prices":
      return { kind: "prices", file: value };
    default:
      return undefined;
  }
}

function bad(what: string): ParsedConditions {
  return { kind: "bad-condition", message: `${what} ${conditionsHelp}` };
}

/** As it is written on the command line. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case "preference":
      return `preference=${condition.preference}`;
    case "without":
      return `without=${condition.model}`;
    case "prices":
      return `prices=${condition.file}`;
    default:
      return condition.kind;
  }
}
