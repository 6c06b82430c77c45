import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makePlayGround, type PlayGround } from "../demo/play-ground.ts";
import { type ScenarioTask, scenariosFolder, scenarioTasks } from "../demo/scenario-tasks.ts";
import type { Benchmark } from "./benchmark.ts";
import { numberIn } from "./support/bad-input.ts";

const usage = "Usage: npm run bench -- kill [--runs 300] [--json]";

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** What ships: a run from the sources would mostly be killed while it is still being read. */
const cli = script("../dist/cli.mjs");

export interface KillResult {
  readonly runs: number;
  /** Runs that were still going when they were killed. */
  readonly killedInTheMiddle: number;
  readonly billedCalls: number;
  readonly callsMissing: number;
  /** Nano-dollars billed beyond what the ledger has posted or holds for the same calls. */
  readonly billedBeyondLedger: string;
  readonly filesNotRestored: number;
  readonly tasksNotMarked: number;
}

export interface KillOptions {
  readonly runs: number;
  /** Titles; all when undefined. */
  readonly scenarios?: readonly string[];
  readonly say: (line: string) => void;
}

/** Kills the agent with SIGKILL at random points of the main job's tasks, and looks at what is left. */
export async function killRepeatedly({ runs, scenarios, say }: KillOptions): Promise<KillResult> {
  const tasks = scenarioTasks().filter(({ title }) => scenarios === undefined || scenarios.includes(title));
  const billFile = join(tmpdir(), `stepladder-bill-${process.pid}.jsonl`);
  const args = [
    script("../test/model-server/main.ts"),
    "--scenarios",
    fileURLToPath(scenariosFolder),
    "--bill",
    billFile,
    "--delay",
    "3",
  ];
  spawnSync(process.execPath, [script("../esbuild.mjs"), "--quiet"], { cwd: script(".."), stdio: "inherit" });
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let ground: PlayGround | undefined;
  try {
    const [line]: [string] = (await once(createInterface(server.stdout), "line")) as [string];
    const { url }: { readonly url: string } = JSON.parse(line);
    ground = await makePlayGround(url);
    await finish(start(ground, ["trust", "--yes"]));
    const original = contents(ground.repository);
    const lengths = new Map<string, number>();
    let killedInTheMiddle = 0;
    let filesNotRestored = 0;
    for (let run = 0; run < runs; run++) {
      const task = tasks[run % tasks.length];
      if (task === undefined) break;
      if (await killOnce(ground, task, lengths)) killedInTheMiddle++;
      undoEverything(ground);
      filesNotRestored += differences(original, contents(ground.repository));
      if ((run + 1) % 25 === 0)
        say(`${run + 1} runs, ${killedInTheMiddle} killed in the middle, ${filesNotRestored} files not restored`);
    }
    return { runs, killedInTheMiddle, filesNotRestored, ...compareWithBill(ground, billFile) };
  } finally {
    server.kill();
    ground?.remove();
    rmSync(billFile, { force: true });
  }
}

function start(ground: PlayGround, args: readonly string[]): ChildProcess {
  const { PATH, HOME } = process.env;
  return spawn(process.execPath, [cli, ...args], {
    cwd: ground.repository,
    env: { PATH, HOME, STEPLADDER_HOME: ground.home },
    stdio: "ignore",
  });
}

async function finish(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** True when the task was still running. The first run of each task is not killed, to learn how long it takes. */
async function killOnce(ground: PlayGround, task: ScenarioTask, lengths: Map<string, number>): Promise<boolean> {
  const started = performance.now();
  const options = [
    ...(task.mode === "ask" ? ["--mode", "ask"] : []),
    ...(task.budgetUsd ? ["--budget", task.budgetUsd] : []),
  ];
  const child = start(ground, ["run", task.prompt, ...options]);
  const usual = lengths.get(task.prompt);
  if (usual === undefined) {
    await finish(child);
    lengths.set(task.prompt, performance.now() - started);
    return false;
  }
  await new Promise((resolve) => setTimeout(resolve, Math.random() * usual));
  const running = child.exitCode === null && child.kill("SIGKILL");
  await finish(child);
  return running;
}

function undoEverything(ground: PlayGround): void {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, STEPLADDER_HOME: ground.home };
  spawnSync(process.execPath, [cli, "undo"], { cwd: ground.repository, env, stdio: "ignore" });
}

/** Every file of the work tree but those of git, which nothing may touch: its refs and index are included. */
function contents(root: string): ReadonlyMap<string, string> {
  const kept = (file: string) => !file.startsWith(".git") || /^\.git[\\/](index|HEAD|refs|config)/.test(file);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).filter(kept);
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "base64")]));
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).length;
}

function compareWithBill(
  ground: PlayGround,
  billFile: string,
): Omit<KillResult, "runs" | "killedInTheMiddle" | "filesNotRestored"> {
  const lines = existsSync(billFile) ? readFileSync(billFile, "utf8").trim().split("\n") : [];
  const bill = lines
    .filter(Boolean)
    .map((line): { readonly clientRequestId: string; readonly cost: string } => JSON.parse(line));
  const database = new DatabaseSync(join(ground.home, "data", "ledger", "ledger.sqlite"), { readOnly: true });
  try {
    const call = database.prepare("select counted_posted + counted_held as counted from call where id = ?");
    call.setReadBigInts(true);
    let missing = 0;
    let beyond = 0n;
    for (const entry of bill) {
      const row = call.get(entry.clientRequestId);
      if (row === undefined) missing++;
      else if (BigInt(entry.cost) > (row.counted as bigint)) beyond += BigInt(entry.cost) - (row.counted as bigint);
    }
    const open = database.prepare("select count(*) as open from task where outcome is null").get();
    return {
      billedCalls: bill.length,
      callsMissing: missing,
      billedBeyondLedger: String(beyond),
      tasksNotMarked: Number(open?.open),
    };
  } finally {
    database.close();
  }
}

export const bench: Benchmark = {
  name: "kill",
  async run({ json, args }) {
    const { values } = parseArgs({ args: [...args], options: { runs: { type: "string" }, json: { type: "boolean" } } });
    const say = (line: string) => json || console.log(line);
    const result = await killRepeatedly({
      runs: numberIn(values.runs ?? "300", 100_000, usage),
      say,
    });
    const text = `${result.runs} runs of the main job's tasks, ${result.killedInTheMiddle} killed with SIGKILL in the middle:
  calls on the bill            ${result.billedCalls}
  of them not in the ledger    ${result.callsMissing} (limit 0)
  billed beyond the ledger     ${result.billedBeyondLedger} nano-dollars (limit 0)
  files not restored by undo   ${result.filesNotRestored} (limit 0)
  tasks not marked afterwards  ${result.tasksNotMarked} (limit 0)`;
    return { text, json: result };
  },
};
