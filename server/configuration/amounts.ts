import { findNodeAtLocation, type Node } from "jsonc-parser";
import type { NanoUsd } from "../spend/money.ts";
import { parseAmount } from "./amount.ts";
import type { Naming, Path, PathMistake } from "./path-mistake.ts";

/** Looks up the exact amount that stands at a path; undefined where nothing or `unlimited` stands. */
export type AmountAt = (path: Path) => NanoUsd | undefined;

/** Reads every amount from its digits, as `digitsOf` gives them for a number, never by arithmetic on a floating-point number. */
export function readAmounts(
  root: Node,
  digitsOf: (number: Node) => string,
  named: Naming,
): { readonly amountAt: AmountAt; readonly mistakes: readonly PathMistake[] } {
  const amounts = new Map<Node, NanoUsd>();
  const mistakes: PathMistake[] = [];
  for (const path of amountPaths(root)) {
    const node = findNodeAtLocation(root, path);
    if (node === undefined || node.value === "unlimited" || (node.type !== "number" && node.type !== "string"))
      continue;
    const written = node.type === "number" ? digitsOf(node) : String(node.value);
    const result = parseAmount(written);
    if (result.kind === "amount") amounts.set(node, result.amount);
    else mistakes.push({ path, of: "value", message: `${named(path)} ${result.because}.` });
  }
  const amountAt: AmountAt = (path) => {
    const node = findNodeAtLocation(root, path);
    return node === undefined ? undefined : amounts.get(node);
  };
  return { amountAt, mistakes };
}

const rates = ["input", "output", "cacheRead", "cacheWrite", "cacheWrite1h"];
const windows = ["task", "day", "week", "month"];

function* amountPaths(root: Node): Generator<Path> {
  for (const endpoint of names(root, ["endpoints"])) {
    for (const model of names(root, ["endpoints", endpoint, "models"])) {
      const price: Path = ["endpoints", endpoint, "models", model, "price"];
      for (const rate of rates) yield [...price, rate];
      const steps = findNodeAtLocation(root, [...price, "steps"])?.children ?? [];
      for (const index of steps.keys()) for (const rate of rates) yield [...price, "steps", index, rate];
    }
  }
  for (const window of windows) yield ["budgets", "everything", window];
  for (const workspace of names(root, ["budgets", "workspaces"])) {
    for (const window of windows) yield ["budgets", "workspaces", workspace, window];
  }
}

/** The names of an object's properties; none when something else stands there. */
export function names(root: Node, path: Path): readonly string[] {
  const node = findNodeAtLocation(root, path);
  if (node?.type !== "object") return [];
  return (node.children ?? []).map((property) => String(property.children?.[0]?.value));
}
