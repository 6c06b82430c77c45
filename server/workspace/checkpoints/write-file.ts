import { join, relative, sep } from "node:path";
import { recheckBeforeWrite } from "../../safety/pinned-folder.ts";
import { missingFolders, removeEmptyFolders, replaceFile, temporaryName } from "../atomic-write.ts";
import { diskReason } from "../disk-reason.ts";
import { hashOf, type Present, readPresent, sameState, stateOf } from "../files.ts";
import type { FileState, WriteOutcome } from "../ports.ts";
import type { Write } from "./journal.ts";
import type { TaskLog } from "./task-log.ts";

export interface WriteRequest {
  readonly attempt: string;
  readonly absolute: string;
  readonly content: Uint8Array | "deleted";
  readonly expected: FileState;
  readonly mode: number | undefined;
}

/** Old contents and the intention are durable before the first byte of the user's file changes. */
export async function writeFileKept(log: TaskLog, request: WriteRequest): Promise<WriteOutcome> {
  const recheck = await recheckBeforeWrite(request.absolute, log.root);
  if (recheck.kind === "unsafe") return { kind: "failed", because: recheck.because };
  const present = await readPresent(request.absolute);
  const before = stateOf(present);
  if (before === undefined) return { kind: "failed", because: unusable(present) };
  if (!sameState(before, request.expected)) return { kind: "changed-meanwhile" };
  const after = stateAfter(request.content);
  if (sameState(before, after)) return { kind: "written", after, created: false };
  if (present.kind === "file" && (present.mode & 0o222) === 0) {
    return { kind: "failed", because: "The file is read-only. Ask the user to make it writable, or leave it alone." };
  }
  const write = await intention(log, request, present, before, after);
  try {
    await log.append(present.kind === "file" ? [present.bytes] : [], [write]);
  } catch (error) {
    const because = `The old contents could not be kept, so nothing was written. ${diskReason(error)}`;
    return { kind: "failed", because };
  }
  return carryOut(log, request, write);
}

async function intention(
  log: TaskLog,
  request: WriteRequest,
  present: Present,
  before: FileState,
  after: FileState,
): Promise<Write> {
  const modeBefore = present.kind === "file" ? present.mode : undefined;
  const modeAfter = after.kind === "file" ? (request.mode ?? modeBefore) : undefined;
  return {
    type: "write",
    id: log.newId(),
    attempt: request.attempt,
    path: relative(log.root, request.absolute).split(sep).join("/"),
    before,
    after,
    folders: after.kind === "file" ? [...(await missingFolders(request.absolute, log.root))] : [],
    temporary: temporaryName(request.absolute),
    ...(modeBefore === undefined ? {} : { modeBefore }),
    ...(modeAfter === undefined ? {} : { modeAfter }),
  };
}

async function carryOut(log: TaskLog, request: WriteRequest, write: Write): Promise<WriteOutcome> {
  const replaced = await replaceFile({
    absolute: join(log.root, write.path),
    root: log.root,
    content: request.content,
    expected: write.before,
    mode: write.modeAfter,
    temporary: write.temporary ?? temporaryName(request.absolute),
  });
  if (replaced.kind === "replaced") {
    return { kind: "written", after: write.after, created: write.before.kind === "absent" };
  }
  await removeEmptyFolders(log.root, write.folders);
  await log.append([], [{ type: "undone", ids: [write.id] }]).catch((error: unknown) => {
    // The file itself shows that this write never happened, so the record only saves a look at it.
    diskReason(error);
  });
  return replaced;
}

function stateAfter(content: Uint8Array | "deleted"): FileState {
  return content === "deleted" ? { kind: "absent" } : { kind: "file", hash: hashOf(content) };
}

function unusable(present: Present): string {
  return present.kind === "failed" ? present.because : "A folder stands at this path. Choose another name.";
}
