import type { ContextItem } from "../protocol/requests.ts";
import type { PathGuard } from "../safety/path-guard.ts";
import { headAndTail } from "../verification/head-and-tail.ts";
import { diffOfChanges } from "./git-diff.ts";
import type { Parts } from "./parts.ts";
import { render } from "./prompts.ts";
import type { Privacy } from "./task-scope.ts";

/** What the user put beside the prompt, as a part of the brief. `localOnly` says that only local models may read it. */
export type Context =
  | { readonly kind: "read"; readonly text: string; readonly localOnly: boolean }
  /** Something in it is not sent to any model. Ends in the next step. */
  | { readonly kind: "refused"; readonly message: string };

const mostOfItem = 60_000;
const mostOfAll = 240_000;
const mostNames = 300;
const mostProblems = 200;

type Item = { readonly text: string; readonly localOnly: boolean } | { readonly refused: string };

interface Reading {
  readonly parts: Parts;
  readonly guard: PathGuard;
  readonly privacy: Privacy;
}

/** Reads through the path guard. What is too long keeps its head and tail and says so. */
export async function readContext(items: readonly ContextItem[], reading: Reading): Promise<Context> {
  const texts: string[] = [];
  let localOnly = false;
  for (const item of items) {
    const read = await readItem(item, reading);
    if ("refused" in read) return { kind: "refused", message: `${read.refused} Take it out of the request.` };
    texts.push(headAndTail(read.text, mostOfItem));
    localOnly ||= read.localOnly;
  }
  if (texts.length === 0) return { kind: "read", text: "", localOnly };
  const all = headAndTail(texts.join("\n\n"), mostOfAll);
  return { kind: "read", text: render("context", { items: reading.parts.clean(all) }).trim(), localOnly };
}

async function readItem(item: ContextItem, reading: Reading): Promise<Item> {
  switch (item.kind) {
    case "file":
      return readFile(item.path, reading);
    case "folder":
      return listFolder(item.path, reading);
    case "selection": {
      const place = await admit(item.path, reading);
      if ("refused" in place) return place;
      const where = `${place.relative}, lines ${item.startLine + 1}-${Math.max(item.endLine, item.startLine + 1)}`;
      return { text: `Selected in ${where}:\n${item.text}`, localOnly: place.localOnly };
    }
    case "problems":
      return tellProblems(item, reading);
    case "changes": {
      const found = await diffOfChanges("all", reading);
      if (found === undefined) return { refused: "The folder is in no git repository, so it has no changes to show." };
      return { text: `What git calls changed:\n${found.text || "(nothing)"}`, localOnly: found.localOnly };
    }
  }
}

async function readFile(path: string, reading: Reading): Promise<Item> {
  const place = await admit(path, reading);
  if ("refused" in place) return place;
  const { relative, absolute, localOnly } = place;
  const unsaved = await reading.parts.documents.unsavedText(absolute);
  if (unsaved !== undefined) return { text: `File ${relative}:\n${unsaved}`, localOnly };
  const read = await reading.parts.readFile(absolute);
  switch (read.kind) {
    case "text":
      return { text: `File ${relative}:\n${read.file.text}`, localOnly };
    case "folder":
      return listFolder(path, reading);
    case "missing":
      return { refused: `There is no file ${relative}.` };
    case "binary":
    case "too-large":
      return { text: `File ${relative}: ${read.bytes} bytes, ${read.kind}, so it is not shown.`, localOnly: false };
    case "failed":
      return { refused: `${relative} can't be read: ${read.because}` };
  }
}

/** Names only: what matters of a folder is read on the way. */
async function listFolder(path: string, reading: Reading): Promise<Item> {
  const place = await admit(path, reading);
  if ("refused" in place) return place;
  const { parts, guard } = reading;
  const never = new AbortController().signal;
  const { files, truncated } = await parts.listFiles(guard.root, place.absolute, mostNames, never);
  const more = truncated ? `\n(and more than these ${files.length})` : "";
  return { text: `Files in the folder ${place.relative}:\n${files.join("\n")}${more}`, localOnly: false };
}

async function tellProblems(item: Extract<ContextItem, { kind: "problems" }>, reading: Reading): Promise<Item> {
  let localOnly = false;
  const names = new Map<string, string>();
  for (const path of new Set(item.problems.map((problem) => problem.path))) {
    const place = await admit(path, reading);
    if ("refused" in place) return place;
    names.set(path, place.relative);
    localOnly ||= place.localOnly;
  }
  const lines = item.problems
    .slice(0, mostProblems)
    .map(({ path, line, severity, message }) => `${names.get(path)}:${line + 1}: ${severity}: ${message}`);
  const left = item.problems.length - lines.length;
  const more = left > 0 ? `\n(${left} more are left out)` : "";
  return { text: `Problems that the editor reports:\n${lines.join("\n")}${more}`, localOnly };
}

type Admitted =
  | { readonly absolute: string; readonly relative: string; readonly localOnly: boolean }
  | { readonly refused: string };

/** What a tool would have to ask for is refused here: a chip beside a prompt is no agreement to send a secret. */
async function admit(path: string, { guard, privacy }: Reading): Promise<Admitted> {
  const { decision, absolute, relative } = await guard.check(path, "read");
  if (decision.kind !== "allow") return { refused: `${decision.because} Nothing of it was sent.` };
  return { absolute, relative, localOnly: privacy.isLocalOnly(relative) };
}
