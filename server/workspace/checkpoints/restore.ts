import { join } from "node:path";
import { recheckBeforeWrite } from "../../safety/pinned-folder.ts";
import { type Replacement, removeEmptyFolders, replaceFiles, temporaryName } from "../atomic-write.ts";
import { type Present, readPresentNow, stateOf } from "../files.ts";
import { inParallel } from "../in-parallel.ts";
import type { FileState } from "../ports.ts";
import { byPath, liveWrites, type Write } from "./journal.ts";
import { planRestore, type RestorePlan } from "./plan-restore.ts";
import type { TaskLog } from "./task-log.ts";

export interface Restored {
  readonly restored: readonly string[];
  /** Left alone, or not taken back completely, with what stood there before the task. */
  readonly kept: readonly { readonly path: string; readonly before: FileState }[];
}

interface Job {
  readonly path: string;
  readonly absolute: string;
  readonly temporary: string;
  readonly present: Present;
  readonly plan: RestorePlan;
  readonly before: FileState;
}

const filesAtOnce = 16;

/**
 * Takes the chosen writes back where the file still holds what they left. Whatever is replaced is kept first, so that this
 * loses nothing either, and the journal says that the writes are undone only after they are: a crash in between is repeated.
 * With `wholly`, nothing is touched as soon as one file can't be taken back completely.
 */
export async function restoreWrites(
  log: TaskLog,
  belongs: (write: Write) => boolean,
  wholly = false,
): Promise<Restored> {
  const paths = [...byPath(liveWrites(log.records()))].filter(([, writes]) => writes.some(belongs));
  const jobs = await inParallel(paths, filesAtOnce, ([path, writes]) => plan(log, path, writes, belongs));
  const stuck = jobs.filter((job) => !isComplete(job.plan));
  if (wholly && stuck.length > 0) return { restored: [], kept: stuck };
  await keepPresent(log, jobs);
  const done = await carryOut(log, jobs);
  const ids = jobs.flatMap((job, index) =>
    done[index] === "kept" || job.plan.kind === "conflict" ? [] : job.plan.ids,
  );
  if (ids.length > 0) await log.append([], [{ type: "undone", ids }]);
  await removeEmptyFolders(log.root, foldersMade(log));
  return {
    restored: jobs.filter((_, index) => done[index] === "restored").map((job) => job.path),
    kept: jobs.filter((job, index) => done[index] === "kept" || !isComplete(job.plan)),
  };
}

/** By the whole task, outermost first: what one attempt made, another one may have filled in the meantime. */
function foldersMade(log: TaskLog): readonly string[] {
  return [...new Set(log.records().flatMap((record) => (record.type === "write" ? record.folders : [])))].sort();
}

async function plan(
  log: TaskLog,
  path: string,
  writes: readonly Write[],
  belongs: (write: Write) => boolean,
): Promise<Job> {
  const absolute = join(log.root, path);
  const safe = (await recheckBeforeWrite(absolute, log.root)).kind === "safe";
  const present: Present = safe ? readPresentNow(absolute) : { kind: "failed", because: "There is a link on the way." };
  const state = stateOf(present);
  const mode = present.kind === "file" ? present.mode : undefined;
  return {
    path,
    absolute,
    temporary: temporaryName(absolute),
    present,
    plan: state === undefined ? { kind: "conflict" } : planRestore(writes, { state, mode }, belongs),
    before: writes.find(belongs)?.before ?? { kind: "absent" },
  };
}

async function keepPresent(log: TaskLog, jobs: readonly Job[]): Promise<void> {
  const restoring = jobs.filter((job) => job.plan.kind === "restore");
  if (restoring.length === 0) return;
  await log.append(
    restoring.flatMap((job) => (job.present.kind === "file" ? [job.present.bytes] : [])),
    restoring.map((job) => ({ type: "restore", path: job.path, temporary: job.temporary })),
  );
}

type Done = "restored" | "nothing" | "kept";

async function carryOut(log: TaskLog, jobs: readonly Job[]): Promise<readonly Done[]> {
  const replacements = await inParallel(jobs, filesAtOnce, (job) => replacementFor(log, job));
  const replaced = await replaceFiles(replacements.filter((one) => typeof one !== "string"));
  const outcomes = replaced.values();
  return replacements.map((one) => {
    if (typeof one === "string") return one;
    return outcomes.next().value?.kind === "replaced" ? "restored" : "kept";
  });
}

async function replacementFor(log: TaskLog, job: Job): Promise<Replacement | "nothing" | "kept"> {
  if (job.plan.kind === "nothing") return "nothing";
  const expected = stateOf(job.present);
  if (job.plan.kind === "conflict" || expected === undefined) return "kept";
  const content = job.plan.to.kind === "absent" ? "deleted" : await log.read(job.plan.to.hash);
  if (content === undefined) return "kept";
  const { absolute, temporary, plan } = job;
  return { absolute, root: log.root, content, expected, mode: plan.mode, temporary };
}

function isComplete(plan: RestorePlan): boolean {
  return plan.kind !== "conflict" && plan.complete;
}
