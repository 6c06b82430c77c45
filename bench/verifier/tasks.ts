import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Kind } from "../../server/protocol/events.ts";

/** By path; a file that is gone has no entry. */
export type Files = ReadonlyMap<string, string>;

export interface Project {
  readonly name: string;
  readonly language: "TypeScript" | "JavaScript" | "Python";
  readonly runner: "node:test" | "unittest" | "pytest";
  /** The user's own checks instead of those found in the repository; empty for the latter. */
  readonly checks: readonly string[];
  /** Its own tests hardly notice anything. */
  readonly weak: boolean;
  /** The finished project with its tests. */
  readonly files: Files;
  /** A fuller suite, which no candidate sees. */
  readonly hidden: Files;
  readonly tasks: readonly Task[];
}

/** Where the tests for the asked behaviour come from: they stand there and fail, nobody has them, or the candidate brings them. */
export type TestsOfTask = "present" | "absent" | "added";

export interface Task {
  readonly name: string;
  readonly kind: Kind;
  readonly tests: TestsOfTask;
  readonly prompt: string;
  readonly path: string;
  /** The function or method that the task is about: `name` or `Class.name`. */
  readonly symbol: string;
  /** Parts of the names of the project's tests that speak of the task. */
  readonly about: readonly string[];
  /** What stands in the symbol's place at the beginning; undefined where the finished project is the beginning. */
  readonly start: string | undefined;
  readonly sections: readonly Section[];
}

/** One way to do the task, well or badly; a fault is what written tests have to notice. */
export interface Section {
  readonly kind: "right" | "wrong" | "fault";
  readonly name: string;
  /** Added at the end of a file instead of put in the symbol's place. */
  readonly appendTo: string | undefined;
  readonly text: string;
}

const folder = new URL("projects/", import.meta.url).pathname;

export function loadProjects(): readonly Project[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => loadProject(join(folder, name), name));
}

function loadProject(root: string, name: string): Project {
  const files = readFiles(join(root, "repo"));
  const tasks = readdirSync(join(root, "tasks"))
    .filter((file) => file.endsWith(".task"))
    .toSorted()
    .map((file) => parseTask(file.slice(0, -".task".length), readFileSync(join(root, "tasks", file), "utf8")));
  const python = !files.has("package.json");
  const language = python ? "Python" : files.has("tsconfig.json") ? "TypeScript" : "JavaScript";
  const runner = !python ? "node:test" : files.has("pyproject.toml") ? "pytest" : "unittest";
  const settings = readdirSync(root).includes("project") ? readFileSync(join(root, "project"), "utf8") : "";
  const weak = /^tests: weak$/m.test(settings);
  const checks = /^checks: (.+)$/m.exec(settings)?.[1]?.split("; ") ?? [];
  return { name, language, runner, weak, checks, files, hidden: readFiles(join(root, "hidden")), tasks };
}

function readFiles(root: string): Files {
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    found
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes("__pycache__"))
      .toSorted()
      .map((path) => [path.slice(root.length + 1), readFileSync(path, "utf8")]),
  );
}

/**
 * Headers (`kind:`, `tests:`, `at: PATH#SYMBOL`, `about: A; B`, `prompt:`), then sections that begin with `=== KIND NAME`. A
 * section whose first line is `@@ PATH +` is added to that file.
 */
export function parseTask(name: string, text: string): Task {
  const [head = "", ...parts] = text.split(/^=== /m);
  const headers = new Map(head.split("\n").flatMap((line) => splitOnce(line, ": ")));
  const [path = "", symbol = ""] = (headers.get("at") ?? "").split("#");
  const all = parts.map(parseSection);
  const start = all.find((section) => section.kind === "start")?.text;
  return {
    name,
    kind: headers.get("kind") as Kind,
    tests: (headers.get("tests") ?? "absent") as TestsOfTask,
    prompt: headers.get("prompt") ?? "",
    path,
    symbol,
    about: (headers.get("about") ?? "").split("; ").filter((part) => part !== ""),
    start,
    sections: all.filter((section): section is Section => section.kind !== "start"),
  };
}

function parseSection(part: string): Omit<Section, "kind"> & { readonly kind: Section["kind"] | "start" } {
  const [title = "", ...lines] = part.split("\n");
  const [kind = "", ...name] = title.split(" ");
  const target = /^@@ (\S+) \+$/.exec(lines[0] ?? "")?.[1];
  const text = lines.slice(target === undefined ? 0 : 1).join("\n");
  return { kind: kind as Section["kind"], name: name.join(" "), appendTo: target, text: text.replace(/\n+$/, "") };
}

function splitOnce(line: string, mark: string): readonly (readonly [string, string])[] {
  const at = line.indexOf(mark);
  return at === -1 ? [] : [[line.slice(0, at), line.slice(at + mark.length)]];
}
