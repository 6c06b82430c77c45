import { realpathSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { isWithin } from "../platform/executables.ts";
import type { Platform } from "../platform/platform.ts";
import { canonicalPath } from "./canonical-path.ts";
import type { Decision } from "./decision.ts";
import { protectedBecause } from "./protected-files.ts";
import { looksSecret } from "./secret-content.ts";
import { secrecyOf } from "./secret-files.ts";
import { inertLine } from "./untrusted-text.ts";

/** A path that a tool named, made canonical. All paths of the agent come from here; nothing else joins a root and a model's text. */
export interface GuardedPath {
  readonly decision: Decision;
  /** Canonical absolute path: every existing component resolved. Empty when the decision is `refuse`. */
  readonly absolute: string;
  /** Relative to the root with `/`, for showing; the real target, never the alias that was asked for. */
  readonly relative: string;
}

export interface PathGuard {
  /** Canonical workspace root. */
  readonly root: string;
  /** Whether a path may be read or written. Never throws: what can't be canonicalised is refused. */
  check(path: string, intent: "read" | "write"): Promise<GuardedPath>;
}

export interface PathGuardOptions {
  /** The workspace; must exist. */
  readonly root: string;
  readonly platform: Platform;
  /** Our own configuration and data: refused for every intent, whoever agrees. */
  readonly stateFolders: readonly string[];
  /** Folders outside the root that may be read unasked, secret files in them aside. */
  readonly extraReadable?: readonly string[];
}

/** Throws when the root does not exist: there is no workspace to guard then. */
export function createPathGuard(options: PathGuardOptions): PathGuard {
  const root = realpathSync.native(options.root);
  return { root, check: (path, intent) => check({ ...options, root }, path, intent) };
}

async function check(options: PathGuardOptions, path: string, intent: "read" | "write"): Promise<GuardedPath> {
  const { root, platform } = options;
  const spelling = unusableSpelling(path, platform);
  if (spelling !== undefined) return refused(`The path can't be used: ${spelling}.`);
  const asked = platform.path.resolve(root, path);
  const target = await canonicalPath(asked, platform);
  const shown = inertLine(path);
  if (target.kind === "unresolvable") return refused(`${shown} can't be used: ${target.because}.`);
  for (const folder of options.stateFolders) {
    if (await isInFolder(folder, [asked, target.path], platform)) {
      return refused(`${shown} belongs to Stepladder's own state, which no tool may touch.`);
    }
  }
  const place: Place = { options, asked, target: target.path, relative: relativeTo(root, target.path, platform) };
  const decision = intent === "write" ? await judgeWrite(place) : await judgeRead(place);
  if (decision.kind === "refuse") return refused(decision.because);
  return { decision, absolute: target.path, relative: place.relative };
}

interface Place {
  readonly options: PathGuardOptions;
  /** As the caller wrote it, absolute but with its links. */
  readonly asked: string;
  /** Canonical. */
  readonly target: string;
  readonly relative: string;
}

async function judgeWrite(place: Place): Promise<Decision> {
  const { options, target } = place;
  const kind = await kindOf(target);
  if (kind === "special") return special(place);
  const outside = !isWithin(options.platform, options.root, target);
  if (outside) return ask(`This writes outside the workspace, to ${inertLine(target)}.`);
  const because = protectedBecause(place.relative) ?? protectedBecause(askedRelative(place));
  if (because !== undefined) return ask(`${inertLine(place.relative)} is protected: ${because}.`);
  if (kind === "hard-linked")
    return ask(`${inertLine(place.relative)} has a second name elsewhere that would change with it.`);
  if (hasInvisible(place.relative)) return ask(`The name ${inertLine(place.relative)} contains invisible characters.`);
  return { kind: "allow" };
}

async function judgeRead(place: Place): Promise<Decision> {
  const { options, target, relative } = place;
  const kind = await kindOf(target);
  if (kind === "special") return special(place);
  const inside = isWithin(options.platform, options.root, target);
  const extra = await Promise.all(
    (options.extraReadable ?? []).map((folder) => isInFolder(folder, [target], options.platform)),
  );
  if (!inside && !extra.includes(true)) return ask(`This reads outside the workspace, from ${inertLine(target)}.`);
  const secret = await isSecret(inside ? relative : target, target);
  if (secret && askedRelative(place) !== relative && secrecyOf(askedRelative(place)) === "none") {
    return {
      kind: "refuse",
      because: `${inertLine(askedRelative(place))} is another name for the secret file ${inertLine(relative)}.`,
    };
  }
  if (secret || secrecyOf(askedRelative(place)) === "certain")
    return ask(`${inertLine(relative)} is likely to hold secrets.`);
  return { kind: "allow" };
}

async function isSecret(name: string, target: string): Promise<boolean> {
  const secrecy = secrecyOf(name);
  if (secrecy !== "possible") return secrecy === "certain";
  return looksSecret(target);
}

function unusableSpelling(path: string, platform: Platform): string | undefined {
  if (path === "") return "it is empty";
  if (/\p{Cc}/u.test(path)) return "it contains control characters";
  if (!path.isWellFormed()) return "it contains half a character";
  if (/^~[\\/]|^~$/.test(path)) return "`~` is not expanded here; give the full path";
  const forbidden = platform.forbiddenSpelling(path);
  if (forbidden !== undefined) return forbidden;
  return Buffer.byteLength(path) > 4096 ? "it is too long" : undefined;
}

async function isInFolder(folder: string, paths: readonly string[], platform: Platform): Promise<boolean> {
  const canonical = await canonicalPath(platform.path.resolve(folder), platform);
  const spellings = canonical.kind === "resolved" ? [folder, canonical.path] : [folder];
  return spellings.some((spelling) => paths.some((path) => isWithin(platform, spelling, path)));
}

type FileKind = "ordinary" | "hard-linked" | "special";

/** A pipe or device would block or act when it is opened, so it is told apart before anyone opens it. */
async function kindOf(path: string): Promise<FileKind> {
  const stat = await lstat(path).catch(() => undefined);
  if (stat === undefined || stat.isDirectory()) return "ordinary";
  if (!stat.isFile()) return "special";
  return stat.nlink > 1 ? "hard-linked" : "ordinary";
}

function special(place: Place): Decision {
  return { kind: "refuse", because: `${inertLine(place.relative)} is a pipe, socket or device, not a file.` };
}

function askedRelative(place: Place): string {
  return relativeTo(place.options.root, place.asked, place.options.platform);
}

function relativeTo(root: string, path: string, platform: Platform): string {
  return platform.path.relative(root, path).split(platform.path.sep).join("/") || ".";
}

function hasInvisible(name: string): boolean {
  return inertLine(name, Number.POSITIVE_INFINITY) !== name;
}

function ask(because: string): Decision {
  return { kind: "ask", because };
}

function refused(because: string): GuardedPath {
  return { decision: { kind: "refuse", because }, absolute: "", relative: "" };
}
