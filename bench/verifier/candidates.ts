import { randomFrom } from "../support/random.ts";
import { type Mutation, mutationsOf } from "./mutations.ts";
import { changeTests, hasTests, replaceSymbol, symbolText } from "./source.ts";
import { tamper } from "./tampering.ts";
import type { Files, Project, Section, Task } from "./tasks.ts";

/** What somebody made of a task. Its truth is decided later, by the hidden suite. */
export interface Candidate {
  readonly project: Project;
  readonly task: Task;
  readonly name: string;
  readonly sort: "right" | "omitted" | "mutation" | "hallucinated" | "wrong place" | "partial" | "tampered";
  readonly files: Files;
}

const mutationsEach = 5;

/** The repository as the task finds it. */
export async function startOf(project: Project, task: Task): Promise<Files> {
  const files = new Map(project.files);
  if (task.start !== undefined) await put(files, task, task.start);
  if (task.tests !== "present")
    for (const path of await testFiles(project, task)) files.set(path, await without(project, task, path));
  return files;
}

export async function candidatesOf(project: Project, task: Task): Promise<readonly Candidate[]> {
  const start = await startOf(project, task);
  const make = (sort: Candidate["sort"], name: string, files: Files): Candidate => ({
    project,
    task,
    sort,
    name,
    files,
  });
  const written =
    task.kind === "test" ? await writtenTests(project, task, start, make) : await changes(project, task, start, make);
  const seen = new Set([contentOf(start)]);
  return written.filter(({ files }) => {
    const content = contentOf(files);
    const fresh = !seen.has(content);
    seen.add(content);
    return fresh;
  });
}

type Make = (sort: Candidate["sort"], name: string, files: Files) => Candidate;

async function changes(project: Project, task: Task, start: Files, make: Make): Promise<readonly Candidate[]> {
  const done = await withOwnTests(project, task, start);
  const reference = await symbolText(task.path, project.files.get(task.path) ?? "", task.symbol);
  const by = async (text: string) => put(new Map(done), task, text);
  const found: Candidate[] = [make("right", "the project's own", await by(reference))];
  for (const section of task.sections) found.push(make(sortOf(section), section.name, await by(section.text)));
  for (const mutation of await mutationsFor(task, reference, mutationsEach))
    found.push(make(mutation.sort === "call" ? "hallucinated" : "mutation", mutation.name, await by(mutation.text)));
  found.push(...(await misplaced(task, start, reference, make)));
  const tampered = await tamper(project, task, start, await by(reference), await weakest(task, reference, by));
  return [...found, ...tampered.map(({ name, files }) => make("tampered", name, files))];
}

/** Tests are the candidates here; each is added to the project that has none for its subject. */
async function writtenTests(project: Project, task: Task, start: Files, make: Make): Promise<readonly Candidate[]> {
  const found: Candidate[] = [make("right", "the project's own", project.files)];
  for (const section of task.sections.filter(({ kind }) => kind !== "fault"))
    found.push(make(sortOf(section), section.name, append(start, section)));
  const [path = ""] = await testFiles(project, task);
  const cut = project.files.get(path) ?? "";
  found.push(make("partial", "cut off", new Map([...start, [path, cut.slice(0, Math.floor(cut.length * 0.9))]])));
  const reference = await symbolText(task.path, project.files.get(task.path) ?? "", task.symbol);
  for (const mutation of await mutationsFor(task, reference, 2)) {
    const files = await put(new Map(project.files), task, mutation.text);
    found.push(make("mutation", `breaks the code: ${mutation.name}`, files));
  }
  return found;
}

function sortOf(section: Section): Candidate["sort"] {
  if (section.kind === "right") return "right";
  return /not there|another library|does not know|lack|another name|another shape/.test(section.name)
    ? "hallucinated"
    : "omitted";
}

async function mutationsFor(task: Task, text: string, most: number): Promise<readonly (Mutation & { name: string })[]> {
  const random = randomFrom([...task.name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  const mutations = await mutationsOf(task.path, text, most, random);
  return mutations.map((mutation, index) => ({ ...mutation, name: `${mutation.sort} ${index + 1}` }));
}

/** Done somewhere else, or only begun. */
async function misplaced(task: Task, start: Files, reference: string, make: Make): Promise<readonly Candidate[]> {
  const text = start.get(task.path) ?? "";
  const whole = (await putText(start, task, reference)).get(task.path) ?? "";
  const beside = task.path.replace(/(\.\w+)$/, "_fixed$1");
  const comment = task.path.endsWith(".py") ? "# " : "// ";
  const cut = reference.slice(0, Math.floor(reference.length * 0.6));
  const found = [
    make("wrong place", "in a file beside it", new Map([...start, [beside, whole]])),
    make("partial", "only a remark", new Map([...start, [task.path, `${comment}${task.prompt}\n${text}`]])),
    make("partial", "cut off", await putText(start, task, cut)),
  ];
  return task.kind === "refactor" ? found.filter(({ name }) => name === "cut off") : found;
}

async function putText(start: Files, task: Task, text: string): Promise<Files> {
  return new Map([
    ...start,
    [task.path, await replaceSymbol(task.path, start.get(task.path) ?? "", task.symbol, text)],
  ]);
}

/** A faulty solution, for attempts that hide a fault in what checks it. */
async function weakest(task: Task, reference: string, by: (text: string) => Promise<Files>): Promise<Files> {
  const wrong = task.sections.find(({ kind }) => kind === "wrong");
  const [mutation] = await mutationsFor(task, reference, 1);
  return by(wrong?.text ?? mutation?.text ?? reference);
}

async function put(files: Map<string, string>, task: Task, text: string): Promise<Map<string, string>> {
  files.set(task.path, await replaceSymbol(task.path, files.get(task.path) ?? "", task.symbol, text));
  return files;
}

/** With the tests that the candidate brings along, where the task wants it to. */
async function withOwnTests(project: Project, task: Task, start: Files): Promise<Files> {
  if (task.tests !== "added") return start;
  const own = await testFiles(project, task);
  return new Map([...start, ...own.map((path): [string, string] => [path, project.files.get(path) ?? ""])]);
}

function append(files: Files, { appendTo = "", text }: Section): Files {
  return new Map([...files, [appendTo, `${(files.get(appendTo) ?? "").trimEnd()}\n\n\n${text}\n`]]);
}

/** The files that hold the task's tests. */
export async function testFiles(project: Project, task: Task): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [path, text] of project.files)
    if (/(?:^|[./_])test[._]|\/test_/.test(path) && (await hasTests(path, text, task.about))) found.push(path);
  return found;
}

function without(project: Project, task: Task, path: string): Promise<string> {
  return changeTests(path, project.files.get(path) ?? "", task.about, () => (path.endsWith(".py") ? "pass" : ""));
}

const contentOf = (files: Files): string => JSON.stringify([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
