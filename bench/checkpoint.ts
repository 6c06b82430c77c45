import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCheckpoints } from "../server/workspace/checkpoints.ts";

const files = 50_000;
const edited = 20;
const rounds = 5;

interface Figures {
  /** Keeping the old contents of the 20 files durably. */
  readonly snapshotMs: number;
  /** Putting all 20 back, durably. */
  readonly rollbackMs: number;
  readonly gitStashMs: number;
}

/** Snapshot and roll-back of a 20-file edit in a repository of 50,000 files, beside `git stash create` on the same edit. Medians. */
export const bench = {
  name: "checkpoint",
  async run(_options: { json: boolean }): Promise<{ text: string; json: Figures }> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-bench-")));
    try {
      const root = join(folder, "repository");
      makeRepository(root);
      const measured: Figures[] = [];
      for (let round = 0; round < rounds; round++) measured.push(await measure(root, join(folder, "data"), round));
      const json: Figures = {
        snapshotMs: median(measured.map((one) => one.snapshotMs)),
        rollbackMs: median(measured.map((one) => one.rollbackMs)),
        gitStashMs: median(measured.map((one) => one.gitStashMs)),
      };
      return { text: describe(json), json };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function makeRepository(root: string): void {
  for (let index = 0; index < files; index++) {
    const path = join(root, pathOf(index));
    if (index % 100 === 0) mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, contentOf(index));
  }
  git(root, "init", "--quiet");
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--message", "Start");
}

/** 100 files in a folder, 10 folders in a folder. */
function pathOf(index: number): string {
  const folder = Math.floor(index / 100);
  return join(`part-${Math.floor(folder / 10)}`, `module-${folder}`, `file-${index}.ts`);
}

function contentOf(index: number): string {
  return `export const value${index} = ${index};\n`.repeat(1 + (index % 40));
}

async function measure(root: string, data: string, round: number): Promise<Figures> {
  const paths = Array.from({ length: edited }, (_, index) => join(root, pathOf(index * 2_497 + round)));
  const old = paths.map((path) => readFileSync(path));
  const task = createCheckpoints({ data }).open(`bench-${round}`, root);

  const snapshotMs = await time(() => task.keepAll(paths));
  for (const [index, path] of paths.entries()) {
    const before = old[index] ?? Buffer.alloc(0);
    const expected = { kind: "file", hash: createHash("sha256").update(before).digest("hex") } as const;
    const outcome = await task.write("attempt", path, Buffer.concat([before, Buffer.from(`// ${round}\n`)]), expected);
    if (outcome.kind !== "written") throw new Error(`The edit of ${path} failed: ${JSON.stringify(outcome)}`);
  }
  const gitStashMs = await time(async () => {
    if (git(root, "stash", "create").trim() === "") throw new Error("git saw no change to stash.");
  });
  const rollbackMs = await time(() => task.rollBack("attempt"));
  await task.end();

  const wrong = paths.filter((path, index) => !readFileSync(path).equals(old[index] ?? Buffer.alloc(0)));
  if (wrong.length > 0) throw new Error(`Not rolled back: ${wrong.join(", ")}`);
  return { snapshotMs, rollbackMs, gitStashMs };
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function git(root: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=Bench", "-c", "user.email=bench@localhost"];
  return execFileSync("git", [...identity, "-C", root, ...args], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  });
}

function median(values: readonly number[]): number {
  const middle = [...values].sort((one, two) => one - two)[Math.floor(values.length / 2)] ?? 0;
  return Math.round(middle * 100) / 100;
}

function describe(figures: Figures): string {
  const share = (ms: number) => `${ms.toFixed(1)} ms (${((100 * ms) / figures.gitStashMs).toFixed(1)} %)`;
  return [
    `${edited} files edited in a repository of ${files.toLocaleString("en")}, median of ${rounds}:`,
    `  git stash create  ${figures.gitStashMs.toFixed(1)} ms`,
    `  snapshot          ${share(figures.snapshotMs)}`,
    `  roll-back         ${share(figures.rollbackMs)}`,
    "Goal: each below a tenth of git's time.",
  ].join("\n");
}
