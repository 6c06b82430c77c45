import { boundScriptIn } from "./discover/bound-script.ts";
import { ecosystems, type Found } from "./discover/ecosystems.ts";
import { type RepositoryFiles, repositoryFiles } from "./discover/repository-files.ts";
import type { Checker } from "./ports.ts";

export { boundScript } from "./discover/bound-script.ts";

/** Cheap first, so that a type error costs no test run. */
const order: readonly Checker["sort"][] = ["lint", "types", "unknown", "tests"];

export const bySort = (a: Pick<Checker, "sort">, b: Pick<Checker, "sort">): number =>
  order.indexOf(a.sort) - order.indexOf(b.sort);

/** Checkers that a repository's root offers, cheapest first. Reads manifests and runs nothing; a malformed one offers nothing. */
export async function discoverCheckers(root: string, python = "python3"): Promise<readonly Checker[]> {
  const files = repositoryFiles(root);
  const names = await files.list(".");
  const groups = await Promise.all(
    ecosystems.map((ecosystem) =>
      names.some((name) => ecosystem.marks.test(name)) ? ecosystem.find(files, names, python) : [],
    ),
  );
  const found = new Map(withoutRepeats(groups.flat()).map((entry) => [entry.command, entry]));
  const checkers = await Promise.all([...found.values()].map((entry) => toChecker(files, entry, "repository")));
  return checkers.toSorted(bySort);
}

/** A Makefile mostly wraps what another manifest offers already. */
function withoutRepeats(found: readonly Found[]): readonly Found[] {
  const others = found.some((entry) => entry.sort === "tests" && !entry.command.startsWith("make "));
  return others ? found.filter((entry) => !entry.command.startsWith("make ")) : found;
}

/** A checker that the user named, in the configuration or for one task, bound to what its command stands for now. */
export function namedChecker(root: string, command: string, from: "configured" | "task"): Promise<Checker> {
  return toChecker(repositoryFiles(root), { command: command.trim(), sort: sortOf(command) }, from);
}

async function toChecker(files: RepositoryFiles, found: Found, from: Checker["from"]): Promise<Checker> {
  return { ...found, from, script: await boundScriptIn(files, found.command) };
}

const sorts: readonly (readonly [RegExp, Checker["sort"]])[] = [
  [/\b(?:test|tests|jest|vitest|mocha|ava|pytest|unittest|phpunit|rspec)\b/i, "tests"],
  [/\b(?:tsc|mypy|pyright|typecheck|type-check|types|cargo check)\b/i, "types"],
  [/\b(?:lint|eslint|biome|ruff|flake8|clippy|go vet|prettier)\b/i, "lint"],
];

export const sortOf = (command: string): Checker["sort"] =>
  sorts.find(([pattern]) => pattern.test(command))?.[1] ?? "unknown";
