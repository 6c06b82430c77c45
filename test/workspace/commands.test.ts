import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createRunCommand } from "../../server/workspace/commands.ts";
import { createOutputRing } from "../../server/workspace/output-ring.ts";
import type { CommandOutcome, CommandRequest } from "../../server/workspace/ports.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const windows = { skip: process.platform === "win32" && "needs a POSIX shell" };

const runCommand = createRunCommand({
  shell: { file: "/bin/sh", argumentsFor: (line) => ["-c", line] },
  environment: { PATH: process.env.PATH ?? "/usr/bin:/bin", LANG: "C.UTF-8" },
  endProcessGroup: (pid, how) => {
    try {
      process.kill(-pid, how === "gentle" ? "SIGTERM" : "SIGKILL");
    } catch {
      // The group is gone already.
    }
  },
  graceMs: 200,
});

function request(t: TestContext, command: string, more: Partial<CommandRequest> = {}): CommandRequest {
  return { command, cwd: temporaryFolder(t), timeoutMs: 20_000, maxOutputBytes: 10_000, ...more };
}

function run(wanted: CommandRequest, signal = new AbortController().signal): Promise<CommandOutcome> {
  return runCommand(wanted, signal);
}

function outputOf(outcome: CommandOutcome): string {
  return "output" in outcome ? outcome.output : outcome.because;
}

async function isGone(pid: number): Promise<boolean> {
  for (let round = 0; round < 100; round++) {
    try {
      if (readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")) return true;
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await wait(20);
  }
  return false;
}

test("the exit code and both outputs come back", windows, async (t) => {
  const outcome = await run(request(t, "echo out; echo err >&2; exit 3"));
  assert.equal(outcome.kind, "exited");
  assert.equal(outcome.kind === "exited" && outcome.code, 3);
  assert.deepEqual(outputOf(outcome).trim().split("\n").sort(), ["err", "out"]);
});

test("a command sees the given environment and nothing of ours", windows, async (t) => {
  process.env.STEPLADDER_TEST_CANARY = "secret";
  t.after(() => delete process.env.STEPLADDER_TEST_CANARY);
  const output = outputOf(await run(request(t, "env", { env: { ADDED: "yes" } })));
  assert.match(output, /^ADDED=yes$/m);
  assert.doesNotMatch(output, /secret/);
});

test("standard input is closed, so a command that reads it doesn't wait", windows, async (t) => {
  const outcome = await run(request(t, "cat; echo done"));
  assert.equal(outputOf(outcome), "done\n");
});

test("a command that ends by a signal says which", windows, async (t) => {
  const outcome = await run(request(t, "kill -ABRT $$"));
  assert.equal(outcome.kind === "signalled" && outcome.signal, "SIGABRT");
});

test(
  "a command over its time limit dies with its grandchildren, also when they ignore the first signal",
  windows,
  async (t) => {
    const wanted = request(t, "trap '' TERM; (trap '' TERM; sleep 60 & echo $! > pid; wait); sleep 60", {
      timeoutMs: 300,
    });
    const outcome = await run(wanted);
    assert.equal(outcome.kind, "timed-out");
    assert.ok(await isGone(Number(readFileSync(join(wanted.cwd, "pid"), "utf8"))));
  },
);

test("cancelling ends the whole group and keeps what was said", windows, async (t) => {
  const controller = new AbortController();
  const wanted = request(t, "echo started; sleep 60 & echo $! > pid; wait");
  const running = run(wanted, controller.signal);
  await wait(300);
  controller.abort();
  assert.deepEqual(await running, { kind: "cancelled", output: "started\n" });
  assert.ok(await isGone(Number(readFileSync(join(wanted.cwd, "pid"), "utf8"))));
  assert.deepEqual(await run(wanted, controller.signal), { kind: "cancelled", output: "" });
});

test("a background child that holds the pipe doesn't hold the command, and doesn't outlive it", windows, async (t) => {
  const wanted = request(t, "sleep 60 & echo $! > pid; echo done");
  const outcome = await run(wanted);
  assert.equal(outcome.kind, "exited");
  assert.equal(outputOf(outcome), "done\n");
  assert.ok(await isGone(Number(readFileSync(join(wanted.cwd, "pid"), "utf8"))));
});

test("a flood of output stays bounded in memory, with head, tail and a marker", windows, async (t) => {
  const before = process.memoryUsage().rss;
  const outcome = await run(request(t, "echo first; yes | head -c 300000000; echo last"));
  const output = outputOf(outcome);
  assert.equal(outcome.kind, "exited");
  assert.ok(output.length < 10_200);
  assert.match(output, /^first\n/);
  assert.match(output, /\[… \d{9} bytes left out …\]/);
  assert.match(output, /last\n$/);
  assert.ok(process.memoryUsage().rss - before < 150_000_000);
});

test("a folder or a shell that isn't there is named", windows, async (t) => {
  const outcome = await run(request(t, "true", { cwd: join(temporaryFolder(t), "nowhere") }));
  assert.equal(outcome.kind, "not-started");
  assert.match(outputOf(outcome), /nowhere/);
  assert.equal((await run(request(t, "echo \0"))).kind, "not-started");
});

test("characters split between pieces, or at the gap, never become garbage", () => {
  const bytes = Buffer.from("日本語".repeat(40));
  for (const limit of [1000, 100, 101, 102, 103, 7]) {
    for (const step of [1, 2, 5, 64]) {
      const ring = createOutputRing(limit);
      for (let at = 0; at < bytes.length; at += step) ring.add(bytes.subarray(at, at + step));
      assert.doesNotMatch(ring.text(), /\uFFFD/, `limit ${limit}, pieces of ${step}`);
    }
  }
});

test("a command does not outlive a process that exits in the middle of it", windows, async (t) => {
  const folder = temporaryFolder(t);
  const script = `
    import { createRunCommand } from ${JSON.stringify(new URL("../../server/workspace/commands.ts", import.meta.url).href)};
    const run = createRunCommand({
      shell: { file: "/bin/sh", argumentsFor: (line) => ["-c", line] },
      environment: { PATH: process.env.PATH },
      endProcessGroup: (pid) => process.kill(-pid, "SIGKILL"),
    });
    run({ command: "echo $$ > pid; sleep 60", cwd: ${JSON.stringify(folder)}, timeoutMs: 60000, maxOutputBytes: 100 }, new AbortController().signal);
    setTimeout(() => process.exit(0), 300);`;
  spawnSync(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  assert.ok(await isGone(Number(readFileSync(join(folder, "pid"), "utf8"))));
});
