/**
 * `npm start`: the main job on the embedded default. A real git repository with failing tests is worked on by scripted
 * models on three rungs over real sockets, with receipts. Ends with 0 only if every task ended as it should and the ledger
 * equals the model server's own bill.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { exitCodes } from "../server/cli/exit-codes.ts";
import type { ReceiptView } from "../server/protocol/events.ts";
import { formatUsd, nano } from "../server/spend/money.ts";
import { startModelServer } from "../test/model-server/server.ts";
import { makePlayGround, type PlayGround } from "./play-ground.ts";
import { type ScenarioTask, scenariosFolder, scenarioTasks } from "./scenario-tasks.ts";
import { stepladder, stepladderOutput } from "./stepladder.ts";

const heading = (text: string) => console.log(`\n${styleText("bold", text)}`);
const problems: string[] = [];

function expect(good: boolean, problem: string): void {
  if (good) return;
  problems.push(problem);
  console.log(styleText("red", `✗ ${problem}`));
}

async function runTask(ground: PlayGround, task: ScenarioTask, number: number): Promise<void> {
  heading(`${number}. ${task.title[0]?.toUpperCase()}${task.title.slice(1)}`);
  const options = [
    ...(task.mode === "ask" ? ["--mode", "ask"] : []),
    ...(task.budgetUsd ? ["--budget", task.budgetUsd] : []),
  ];
  console.log(styleText("dim", `$ stepladder run ${JSON.stringify(task.prompt)} ${options.join(" ")}`.trimEnd()));
  const code = await stepladder(ground, ["run", task.prompt, ...options]);
  console.log(styleText("dim", "\n$ stepladder receipt"));
  await stepladder(ground, ["receipt"]);
  const expected = exitCodes[task.outcome];
  expect(code === expected, `exit code ${code} instead of ${expected} (${task.outcome})`);
}

function runTests(ground: PlayGround): { readonly passed: number; readonly failed: number } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=tap"], {
    cwd: ground.repository,
    encoding: "utf8",
    env,
  });
  const count = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, "m").exec(stdout)?.[1] ?? Number.NaN);
  return { passed: count("pass"), failed: count("fail") };
}

const started = performance.now();
const server = await startModelServer({ scenarios: fileURLToPath(scenariosFolder) });
const ground = await makePlayGround(server.url);
try {
  console.log(`${styleText("bold", "Stepladder")}: the main job, on a real repository, with SCRIPTED models.

The three models below play back scripts over real sockets on this machine; the agent, the repository, its tests, the
checks, the ledger and the prices are real. For real models: start Ollama, or set a key such as ANTHROPIC_API_KEY or
OPENROUTER_API_KEY, put \`stepladder\` on your path (npm install --global .), go to a repository of yours and run:
stepladder run "fix the failing tests"`);

  heading("Before: a small library whose tests fail");
  const before = runTests(ground);
  console.log(`${before.passed} tests pass, ${before.failed} fail in ${ground.repository}`);
  expect(before.failed > 0, "the repository should start with failing tests");

  heading("The user agrees to the repository's own check, once");
  console.log(styleText("dim", "$ stepladder trust --yes"));
  await stepladder(ground, ["trust", "--yes"]);

  for (const [index, task] of scenarioTasks().entries()) await runTask(ground, task, index + 1);

  heading("After: the same tests");
  const after = runTests(ground);
  console.log(`${after.passed} tests pass, ${after.failed} fail`);
  expect(after.failed === 0, `${after.failed} tests still fail`);

  heading("What it cost");
  await stepladder(ground, ["spend", "--by", "model"]);
  await stepladder(ground, ["spend", "--by", "outcome"]);

  heading("Beside it, as an estimate: the same tokens, all of them at the frontier model's price");
  const estimate = await frontierEstimate(ground);
  console.log(`${formatUsd(nano(estimate))} for all ${scenarioTasks().length} tasks`);

  heading("The ledger against the model server's own bill");
  const spent = totalsOf(await stepladderOutput(ground, ["spend", "--by", "model", "--json"]));
  const bill = server.bill();
  console.log(
    `ledger ${formatUsd(nano(spent.posted))} (held ${formatUsd(nano(spent.held))}), bill ${formatUsd(nano(bill.total))}: ${spent.posted - bill.total} nano-dollars apart`,
  );
  expect(spent.posted === bill.total && spent.held === 0n, "the ledger differs from the bill");
  const { entries } = bill;
  console.log(
    `${entries.length} calls billed, ${scenarioTasks().length} tasks, ${((performance.now() - started) / 1000).toFixed(1)} s in all`,
  );
} finally {
  await server.close();
  ground.remove();
}

if (problems.length > 0) {
  console.log(
    styleText("red", `\n${problems.length} problems:\n${problems.map((problem) => `- ${problem}`).join("\n")}`),
  );
  process.exitCode = 1;
}

/** The sum of the receipts' own estimates, in nano-dollars. */
async function frontierEstimate(ground: PlayGround): Promise<bigint> {
  const listed: readonly { readonly task: string }[] = JSON.parse(await stepladderOutput(ground, ["tasks", "--json"]));
  let sum = 0n;
  for (const { task } of listed) {
    const receipt: ReceiptView = JSON.parse(await stepladderOutput(ground, ["receipt", task, "--json"]));
    sum += BigInt(receipt.frontierEstimate?.cost ?? 0);
  }
  return sum;
}

function totalsOf(json: string): { readonly posted: bigint; readonly held: bigint } {
  const report: { readonly total: { readonly posted: string; readonly held: string } } = JSON.parse(json);
  return { posted: BigInt(report.total.posted), held: BigInt(report.total.held) };
}
