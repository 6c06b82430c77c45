import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { personAt } from "../../server/cli/person.ts";
import type { Terminal } from "../../server/cli/terminal.ts";
import type { ApprovalView } from "../../server/protocol/events.ts";
import { scriptedCompose } from "./scripted-body.ts";

const approval: ApprovalView = {
  approval: "a",
  hash: "h",
  subject: { kind: "command", command: "rm -rf build", cwd: "/repo", because: "rm is on no list" },
};

/** A keyboard and a screen; the keyboard is a terminal in all that is asked of it. */
function sitDown() {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const screen = Object.assign(new PassThrough(), { columns: 80 });
  let shown = "";
  screen.on("data", (chunk) => (shown += chunk));
  const streams = { stdin: keyboard, stdout: screen, stderr: screen } as unknown as Terminal;
  const terminal: Terminal = {
    ...streams,
    compose: scriptedCompose,
    env: { NO_COLOR: "1" },
    cwd: "/",
    outputEnd: new AbortController().signal,
  };
  const calls: string[] = [];
  const view = {
    show: async () => {},
    cancelling: () => {},
    close: () => {},
    suspend: () => void calls.push("suspend"),
    resume: () => void calls.push("resume"),
  };
  const interrupts = { signal: new AbortController().signal, interrupt: () => void calls.push("interrupt"), stop() {} };
  const shows = async (text: string) => {
    while (!shown.includes(text)) await sleep(5);
  };
  return { keyboard, person: personAt(terminal, view, interrupts), calls, shows };
}

const never = new AbortController().signal;

for (const [typed, answer] of [
  ["y\n", "allow"],
  ["yes\n", "allow"],
  ["\n", "deny"],
  ["n\n", "deny"],
  ["maybe\n", "deny"],
] as const) {
  test(`${JSON.stringify(typed)} at an approval is a ${answer}`, async () => {
    const { keyboard, person, calls, shows } = sitDown();
    const asked = person.approve(approval, never);
    await shows("Allow it once?");
    keyboard.write(typed);
    assert.equal(await asked, answer);
    assert.deepEqual(calls, ["suspend", "resume"]);
  });
}

test("keys pressed before the question was shown do not answer it", async () => {
  const { keyboard, person, shows } = sitDown();
  keyboard.write("y\n");
  const asked = person.approve(approval, never);
  await shows("Allow it once?");
  keyboard.write("n\n");
  assert.equal(await asked, "deny");
});

test("an approval whose task is cancelled is denied, and the terminal is given back", async () => {
  const { person, calls, shows } = sitDown();
  const abort = new AbortController();
  const asked = person.approve(approval, abort.signal);
  await shows("Allow it once?");
  abort.abort();
  assert.equal(await asked, "deny");
  assert.deepEqual(calls, ["suspend", "resume"]);
});

test("a keyboard that is closed gives no answer", async () => {
  const { keyboard, person, calls, shows } = sitDown();
  const abort = new AbortController();
  const asked = person.answer("Which month?", abort.signal);
  await shows("> ");
  keyboard.end();
  assert.equal(await asked, undefined);
  assert.deepEqual(calls, ["suspend", "resume"]);
});

test("two questions at once are asked one after the other", async () => {
  const { keyboard, person, shows } = sitDown();
  const first = person.answer("First?", never);
  const second = person.answer("Second?", never);
  await shows("First?\n> ");
  keyboard.write("one\n");
  assert.equal(await first, "one");
  await shows("Second?\n> ");
  keyboard.write("two\n");
  assert.equal(await second, "two");
});
