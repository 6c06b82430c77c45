import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { killRepeatedly } from "../../bench/kill.ts";
import { evenFiles, evenFixed, fixEven, fixTask } from "./even.ts";
import { makeWorld, moneyOf, nobody, only, type Turns, usualConfiguration, yesToAll } from "./world.ts";

const check = { checks: ["npm test"] };
const right = fixEven("n % 2 === 0");

test("a stream that breaks in the middle is asked again, and the attempt goes on", async (t) => {
  const [read, edit, done] = right;
  const cut: Turns = [
    read,
    { ...edit, text: "I see it now. ".repeat(20), fault: { kind: "cut", afterPieces: 2 }, faultTimes: 1 },
    done,
  ] as Turns;
  const world = await makeWorld(t, { files: evenFiles, scripts: { open: cut } });
  const { outcome, events } = await world.run(fixTask, { ...check, model: "host/open" });
  assert.equal(outcome.kind, "proved");
  assert.equal(only(events, "attempt-start").length, 1);
  assert.equal(only(events, "retry").length, 1);
  const { posted, held, bill } = moneyOf(world);
  assert.ok(held > 0n && posted < bill && posted + held >= bill, "the cut call stays held in full");
});

test("a model whose host is down is passed over, and the next one does the work", async (t) => {
  const configure = (url: string) => {
    const usual = usualConfiguration(url) as { endpoints: Record<string, Record<string, unknown>> };
    return { endpoints: { ...usual.endpoints, laptop: { ...usual.endpoints.laptop, url: "http://127.0.0.1:45999" } } };
  };
  const world = await makeWorld(t, { files: evenFiles, scripts: { open: right }, configure });
  const { outcome, events } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  assert.match(only(events, "escalation")[0]?.because ?? "", /laptop|11434|127\.0\.0\.1/);
  assert.doesNotMatch(JSON.stringify(world.server.requests()[0]?.body), /Earlier attempts/);
});

test("when no host can be reached the task fails with the next step, and nothing is billed", async (t) => {
  const world = await makeWorld(t, { files: evenFiles });
  const url = "http://127.0.0.1:45999";
  writeFileSync(join(world.home, "config", "stepladder.jsonc"), JSON.stringify(usualConfiguration(url)), {
    mode: 0o600,
  });
  const body = await world.another();
  const request = {
    prompt: "where is isEven?",
    workspace: world.root,
    mode: "ask",
    kind: undefined,
    checks: [],
    allow: [],
    budget: undefined,
    model: "local",
  } as const;
  const outcome = await body.agent.run(request, nobody, new AbortController().signal).outcome;
  assert.equal(outcome.kind, "failed");
  assert.match("message" in outcome ? outcome.message : "", /ollama serve|Ollama|reach/i);
  assert.equal(moneyOf(world).held, 0n);
});

test("a model that is not pulled is named together with the command that pulls it", async (t) => {
  const configuration = { endpoints: {} };
  const world = await makeWorld(t, {
    scenario: {
      models: [
        {
          name: "small",
          dialect: "ollama",
          family: "qwen",
          context: 32_768,
          maxOutput: 4_096,
          tools: true,
          pulled: false,
          price: "free",
        },
      ],
    },
    configure: (url) => ({
      ...configuration,
      endpoints: { laptop: { dialect: "ollama", url, models: { small: { context: 32_768 } } } },
      rungs: [{ name: "local", models: ["laptop/small"] }],
    }),
  });
  const { outcome } = await world.run("where is it?");
  assert.match("message" in outcome ? outcome.message : "", /ollama pull small/);
});

test("an endpoint whose price is unknown is refused with the place to write it", async (t) => {
  const configure = (url: string) => ({
    endpoints: { host: { dialect: "openai-chat", url: `${url}/v1`, models: { open: {} } } },
    rungs: [{ name: "open", models: ["host/open"] }],
  });
  const world = await makeWorld(t, { configure });
  const { outcome } = await world.run("where is it?");
  assert.equal(outcome.kind, "refused");
  assert.match("message" in outcome ? outcome.message : "", /No price is known for host\/open.*stepladder\.jsonc/);
  assert.equal(world.server.requests().length, 0);
});

test("a conversation that outgrows its model goes on from notes that a cheap model wrote", async (t) => {
  const long = "x".repeat(4_000);
  const files = {
    ...evenFiles,
    ...Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`long-${n}.txt`, `${n} ${long}\n`])),
  };
  const reading = Array.from({ length: 9 }, (_, n) => ({
    calls: [{ name: "read_file", arguments: { path: `long-${n}.txt` } }],
  }));
  const scripts = [
    {
      model: "*",
      when: { offersTools: false },
      turns: [{ text: "NOTES: the bug is in src/even.js." }],
      afterLast: "repeat-last" as const,
    },
    { model: "*", when: { prompt: "NOTES: the bug is in src/even.js." }, turns: right },
    { model: "*", turns: reading },
  ];
  const configure = (url: string) => ({
    endpoints: {
      laptop: { dialect: "ollama", url, models: { small: { context: 16_384, maxOutput: 4_096, family: "qwen" } } },
    },
    rungs: [{ name: "local", models: ["laptop/small"] }],
  });
  const world = await makeWorld(t, { files, scenario: { scripts }, configure });
  const { outcome, end } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  const purposes = end.receipt.subtasks[0]?.attempts[0]?.calls.map((call) => call.purpose);
  assert.ok(purposes?.includes("compact"), `the calls were ${purposes?.join(", ")}`);
});

test("a check whose script an attempt rewrote does not run, and proves nothing", async (t) => {
  const rigged = JSON.stringify({
    type: "module",
    scripts: { test: "node --test-only --test-reporter=tap && touch PWNED" },
  });
  const turns: Turns = [
    { calls: [{ name: "read_file", arguments: { path: "package.json" } }] },
    { calls: [{ name: "write_file", arguments: { path: "package.json", content: rigged } }] },
    { calls: [{ name: "check", arguments: {} }] },
    ...right,
  ];
  const world = await makeWorld(t, { files: evenFiles, scripts: { "*": turns } });
  const { outcome } = await world.run(fixTask, { ...check, model: "local" });
  assert.notEqual(outcome.kind, "proved");
  assert.throws(() => world.read("PWNED"));
});

test("two tasks that would edit one folder at once: the second is refused and says which one is first", async (t) => {
  const slow: Turns = [{ text: "hm ".repeat(40), pieces: { characters: 4, delayMs: 25 } }, ...right];
  const world = await makeWorld(t, { files: evenFiles, scripts: { small: slow } });
  const other = await world.another();
  let second: Promise<unknown> | undefined;
  const request = {
    prompt: "rename the module",
    workspace: world.root,
    mode: "edit",
    kind: "refactor",
    checks: [],
    allow: [],
    budget: undefined,
    model: undefined,
  } as const;
  await world.run(fixTask, { ...check, model: "local" }, undefined, (event) => {
    if (event.type === "text-delta") second ??= other.agent.run(request, nobody, new AbortController().signal).outcome;
  });
  const refused = (await second) as { readonly kind: string; readonly message: string };
  assert.equal(refused.kind, "refused");
  assert.ok(refused.message.includes(`“${fixTask}”`));
});

test("a daily budget that is reached in the middle goes on with free local models when the user wants that", async (t) => {
  const configuration = {
    budgets: { everything: { task: "1", day: "0.003" } },
    atLimit: "local-only",
    pins: { fix: ["host/open"] },
  };
  const world = await makeWorld(t, { files: evenFiles, scripts: { small: right, open: right }, configuration });
  const { outcome, end } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  assert.deepEqual(
    end.receipt.subtasks[0]?.attempts.map((attempt) => attempt.model),
    ["host/open", "laptop/small"],
  );
  assert.equal(world.read("src/even.js"), evenFixed);
});

test("a child's edits are taken back together with its parent's attempt", async (t) => {
  const child: Turns = [
    { calls: [{ name: "write_file", arguments: { path: "test/more.test.js", content: "// more\n" } }] },
    { calls: [{ name: "finish", arguments: { summary: "Wrote a test." } }] },
  ];
  const parent: Turns = [
    { calls: [{ name: "delegate", arguments: { kind: "test", brief: "Write another test for isEven, please." } }] },
    { calls: [{ name: "finish", arguments: { summary: "No.", gave_up: true } }] },
  ];
  const scripts = [
    { model: "*", when: { prompt: "Write another test for isEven" }, turns: child },
    { model: "*", turns: parent },
  ];
  const world = await makeWorld(t, { files: evenFiles, scenario: { scripts }, person: yesToAll });
  const { outcome, events } = await world.run(fixTask, { model: "local" });
  assert.equal(outcome.kind, "refuted");
  assert.ok(only(events, "tool-end").some((end) => end.diff?.includes("// more")));
  assert.throws(() => world.read("test/more.test.js"));
});

test("after SIGKILL at any point every billed call is in the ledger, the task is marked, and undo restores every byte", async () => {
  const result = await killRepeatedly({
    runs: 5,
    scenarios: ["a fix that is refuted once and proved on the open rung"],
    say: () => {},
  });
  assert.ok(result.killedInTheMiddle > 0, "some were killed in the middle");
  const { callsMissing, billedBeyondLedger, filesNotRestored, tasksNotMarked } = result;
  assert.deepEqual(
    { callsMissing, billedBeyondLedger, filesNotRestored, tasksNotMarked },
    { callsMissing: 0, billedBeyondLedger: "0", filesNotRestored: 0, tasksNotMarked: 0 },
  );
});

test("a model without native tools works through the text form, over the same loop", async (t) => {
  const edit = `I see it.
<tool name="edit_file">
<arg name="path">src/even.js</arg>
<arg name="old">n % 2 === 1</arg>
<arg name="new">n % 2 === 0</arg>
</tool>`;
  const finish = '<tool name="finish">\n<arg name="summary">Fixed the remainder.</arg>\n</tool>';
  const pieces = { characters: 7 };
  const turns: Turns = [
    { text: edit, pieces },
    { text: finish, pieces },
  ];
  const configure = (url: string) => ({
    endpoints: {
      laptop: { dialect: "ollama", url, models: { small: { context: 32_768, maxOutput: 4_096, tools: false } } },
    },
    rungs: [{ name: "local", models: ["laptop/small"] }],
  });
  const world = await makeWorld(t, { files: evenFiles, scripts: { small: turns }, configure });
  const { outcome, events } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  assert.equal(world.read("src/even.js"), evenFixed);
  assert.doesNotMatch(
    only(events, "text-delta")
      .map((event) => event.text)
      .join(""),
    /<tool|<arg/,
  );
});
