import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, open, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { TaskEvent } from "../../server/protocol/events.ts";
import { ended, runCli, startCli, temporaryFolder } from "./run-cli.ts";
import { twoAttempts } from "./scripted-events.ts";

function eventsIn(stdout: string): readonly TaskEvent[] {
  assert.ok(stdout.endsWith("\n"));
  return stdout
    .slice(0, -1)
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("--json prints exactly the events, one by line, and notices go elsewhere", async (t) => {
  const folder = await temporaryFolder(t);
  const { stdout, stderr, code } = await runCli(["run", "fix it", "--json"], {}, { cwd: folder });
  const expected = twoAttempts().map((event) =>
    event.type === "task-start" ? { ...event, prompt: "fix it", workspace: folder } : event,
  );
  assert.deepEqual(eventsIn(stdout), JSON.parse(JSON.stringify(expected)));
  assert.match(stderr, /found Ollama/);
  assert.equal(code, 0);
});

test("without a terminal the result goes to stdout, progress to stderr, and nothing is coloured", async () => {
  const { stdout, stderr } = await runCli(["run", "fix it"]);
  assert.match(stdout, /^The month was off by one\.\n\nChanged\n {2}src\/dates\.ts\n\n.*Proved/);
  assert.match(stdout, /\$0\.004200001 spent/);
  assert.match(stderr, /refuted: 1 test still fails .*\n *stepping up from ollama\/small to host\/larger\n/);
  assert.equal(stdout.includes("\u001b"), false);
  assert.equal(stderr.includes("\u001b"), false);
});

test("without a terminal approvals are denied and questions stay without an answer", async () => {
  const { stdout } = await runCli(["run", "fix it", "--json"], { asks: true });
  const told = eventsIn(stdout);
  assert.ok(told.some((event) => event.type === "approval-answer" && !event.allowed));
  assert.ok(told.some((event) => event.type === "notice" && event.message === "answer: none"));
});

test("a prompt comes from stdin with -", async () => {
  const { stdout } = await runCli(["run", "-", "--json"], {}, { stdin: "  fix\nthe dates\n" });
  const [first] = eventsIn(stdout);
  assert.equal(first?.type === "task-start" && first.prompt, "fix\nthe dates");
});

const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["an empty prompt", ["run", "  "], /The prompt is empty/],
  ["no prompt", ["run"], /missing required argument/],
  ["an unknown option", ["run", "x", "--modle", "a"], /unknown option '--modle'[\s\S]*--mode/],
  ["an unknown command", ["rnu", "x"], /unknown command 'rnu'[\s\S]*run/],
  ["an unknown kind", ["run", "x", "--kind", "magic"], /Allowed choices/],
  ["a budget that is no amount", ["run", "x", "--budget", "lots"], /Give dollars/],
  ["a negative budget", ["run", "x", "--budget=-1"], /Give dollars/],
  ["a missing folder", ["run", "x", "--folder", "not-there"], /There is no folder .*not-there/],
];

for (const [name, words, message] of mistakes) {
  test(`${name} is a usage error that says what to do, on stderr alone`, async () => {
    const { code, stdout, stderr } = await runCli(words);
    assert.equal(code, 2);
    assert.match(stderr, message);
    assert.equal(stdout, "");
    assert.equal(stderr.includes("    at "), false);
  });
}

test("a folder that is a file is a usage error", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "file"), "");
  const { code, stderr } = await runCli(["run", "x", "--folder", "file"], {}, { cwd: folder });
  assert.equal(code, 2);
  assert.match(stderr, /is a file/);
});

test("a prompt of more than 1 MB is a usage error", async () => {
  const { code, stderr } = await runCli(["run", "-"], {}, { stdin: Buffer.alloc(1024 * 1024 + 1, "a") });
  assert.equal(code, 2);
  assert.match(stderr, /larger than 1 MB/);
});

test("the workspace is the repository around the current folder, canonical, unless one is named", async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, "repository", ".git"), { recursive: true });
  await mkdir(join(folder, "repository", "inner"));
  await symlink(join(folder, "repository", "inner"), join(folder, "link"));
  const workspaceOf = async (words: readonly string[], cwd: string) => {
    const { stdout, stderr } = await runCli(["run", "x", "--json", ...words], {}, { cwd });
    const [first] = eventsIn(stdout);
    assert.equal(stderr.includes("not in a git repository"), cwd === folder && words.length === 0);
    return first?.type === "task-start" && first.workspace;
  };
  assert.equal(await workspaceOf([], join(folder, "link")), join(folder, "repository"));
  assert.equal(await workspaceOf(["--folder", "link"], folder), join(folder, "repository", "inner"));
  assert.equal(await workspaceOf([], folder), folder);
});

test("a mistake in the configuration exits with 2 and names file, line and column", async () => {
  const { code, stderr } = await runCli(["run", "x"], { compose: "invalid" });
  assert.equal(code, 2);
  assert.equal(stderr, "/c.jsonc:3:7: Unknown rung.\n");
});

test("a ledger that can't be used exits with 1 and the next step", async () => {
  const { code, stderr } = await runCli(["spend"], { compose: "unavailable" });
  assert.equal(code, 1);
  assert.equal(stderr, "The ledger is locked. Close the other.\n");
});

test("a bug is one sentence, and a stack only when it is asked for", async () => {
  const plain = await runCli(["run", "x"], { throws: true });
  assert.equal(plain.code, 1);
  assert.match(
    plain.stderr,
    /Something went wrong in Stepladder: the script says so\. STEPLADDER_DEBUG=1 shows where\./,
  );
  assert.equal(plain.stderr.includes("    at "), false);
  const debug = await runCli(["run", "x"], { throws: true }, { env: { STEPLADDER_DEBUG: "1" } });
  assert.match(debug.stderr, /the script says so\n {4}at /);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`the first ${signal} lets the task end cleanly`, async () => {
    const child = startCli(["run", "x", "--json"], { hang: "until-cancelled" });
    const end = ended(child);
    await toolStarted(child);
    child.kill(signal);
    const { code, stdout } = await end;
    assert.equal(code, 130);
    const last = eventsIn(stdout).at(-1);
    assert.equal(last?.type === "task-end" && last.outcome.kind, "cancelled");
  });
}

test("the second Ctrl-C ends the process at once", async () => {
  const child = startCli(["run", "x"], { hang: "for-ever" });
  const end = ended(child);
  await lineOn(child.stderr, "read_file");
  child.kill("SIGINT");
  await lineOn(child.stderr, "press again to stop at once");
  await new Promise((resolve) => setTimeout(resolve, 80));
  child.kill("SIGINT");
  assert.equal((await end).code, 130);
});

test("a reader that goes away ends the task quietly", async () => {
  const child = startCli(["run", "x", "--json"], { pace: 20 });
  const [stderr, exit] = [collected(child.stderr), once(child, "exit")];
  child.stdout?.once("data", () => child.stdout?.destroy());
  const [code] = await exit;
  assert.equal(code, 130);
  assert.equal((await stderr).includes("EPIPE"), false);
});

test("a result that can't be written is a failure, said in one sentence", {
  skip: !existsSync("/dev/full"),
}, async (t) => {
  const full = await open("/dev/full", "w");
  t.after(() => full.close());
  const script = fileURLToPath(new URL("./scripted-cli.ts", import.meta.url));
  const child = spawn(process.execPath, [script, "tasks"], { stdio: ["ignore", full.fd, "pipe"] });
  const [stderr, exit] = [collected(child.stderr), once(child, "exit")];
  assert.deepEqual(await exit, [1, null]);
  assert.match(await stderr, /The output can't be written \(.*ENOSPC.*\), so nothing more is done\.\n$/);
});

async function toolStarted(child: ReturnType<typeof startCli>): Promise<void> {
  await lineOn(child.stdout, '"tool-start"');
}

async function lineOn(stream: NodeJS.ReadableStream | null, text: string): Promise<void> {
  assert.ok(stream !== null);
  const lines = createInterface({ input: stream });
  await new Promise<void>((resolve) => lines.on("line", (line) => line.includes(text) && resolve()));
}

async function collected(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += chunk;
  return text;
}
