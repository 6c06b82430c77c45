import type { Node } from "jsonc-parser";
import { type Naming, type Path, pathText } from "./path-mistake.ts";
import { shown } from "./suggestion.ts";

/** A place among the editor's settings by the name that the settings page shows, and what lies below it. */
export const namedInEditor: Naming = (path) => shown(pathText(settingPath(path)));

/** The setting itself, such as `stepladder.budgets.day`, by which it is found on the settings page. */
export function settingAt(path: Path): string {
  const [section = "", name, window] = settingPath(path);
  const parts = name === "budgets" ? [section, name, window] : [section, name];
  return parts.filter((part) => part !== undefined).join(".");
}

/** Budgets have a setting for each window; all else has the name that it has in the file. */
function settingPath(path: Path): Path {
  const [first, second, ...rest] = path;
  if (first !== "budgets" || second === undefined) return ["stepladder", ...path];
  if (second === "everything") return ["stepladder", "budgets", ...rest];
  return ["stepladder", "budgets", second === "workspaces" ? "folders" : second, ...rest];
}

/** The shortest digits that stand for a number, without an exponent: what the user typed, as far as JSON keeps it. */
export function settingDigits(number: Node): string {
  const text = String(number.value);
  if (!/e/i.test(text)) return text;
  const plain = Math.abs(number.value) < 1 ? number.value.toFixed(20).replace(/0+$/, "") : text;
  return plain;
}
