import type { Candidate } from "./candidates.ts";
import { replaceSymbol } from "./source.ts";
import type { Files, Project } from "./tasks.ts";
import { openWorkshop, runCommand } from "./workshop.ts";

const limitMs = 30_000;

/**
 * Whether a result is right, by what no verifier sees: a fuller suite, run on the candidate's code with the project's own
 * tests and settings. Written tests are right when they pass on the code, and fail on every faulty version of it.
 */
export async function isRight(candidate: Candidate): Promise<boolean> {
  const { project, task, files } = candidate;
  if (!(await passes(project, judged(project, files)))) return false;
  if (task.kind !== "test") return true;
  if (!(await passes(project, files))) return false;
  for (const fault of task.sections.filter(({ kind }) => kind === "fault")) {
    const faulty = await replaceSymbol(task.path, files.get(task.path) ?? "", task.symbol, fault.text);
    if (await passes(project, new Map([...files, [task.path, faulty]]), false)) return false;
  }
  return true;
}

/** The candidate's code; everything else is the project's own, with the hidden suite. */
function judged(project: Project, files: Files): Files {
  const code = [...files].filter(([path]) => isCode(path));
  const own = [...project.files].filter(([path]) => !isCode(path));
  return new Map([...code, ...own, ...project.hidden]);
}

const isCode = (path: string): boolean => /\.(?:js|ts|py)$/.test(path) && !/^tests?\/|conftest/.test(path);

const known = new Map<string, Promise<boolean>>();

/** Many candidates differ in their tests alone, and their code is judged once. */
function passes(project: Project, files: Files, withTypes = true): Promise<boolean> {
  const key = JSON.stringify([project.name, withTypes, [...files]]);
  const answer = known.get(key) ?? run(project, files, withTypes);
  known.set(key, answer);
  return answer;
}

async function run(project: Project, files: Files, withTypes: boolean): Promise<boolean> {
  using workshop = openWorkshop(project, files);
  const start = async (command: string) => {
    const env = { PYTHONDONTWRITEBYTECODE: "1", CI: "1" };
    const request = { command, cwd: workshop.root, timeoutMs: limitMs, maxOutputBytes: 20_000, env };
    return runCommand(request, new AbortController().signal);
  };
  const tests = await start(suites[project.runner]);
  if (tests.kind !== "exited" || tests.code !== 0 || !saysPassed.test(tests.output)) return false;
  if (!withTypes || project.language !== "TypeScript") return true;
  const types = await start("node_modules/.bin/tsc --noEmit");
  return types.kind === "exited" && types.code === 0;
}

/** A loop that never ends may fill the memory before its time is over. */
const bounded = process.platform === "linux" ? "ulimit -v 4000000; " : "";

const suites: Readonly<Record<Project["runner"], string>> = {
  "node:test": "node --test --test-isolation=none",
  unittest: `${bounded}python3 -m unittest discover -s tests -t .`,
  pytest: `${bounded}python3 -m pytest -q -p no:cacheprovider`,
};

/** A suite that was ended from inside may exit well, but it has no summary. */
const saysPassed = /^ℹ fail 0$|^# fail 0$|^OK\b|\d+ passed/m;
