import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { runCli, temporaryFolder } from "./run-cli.ts";

test("help and version go to stdout and exit with 0", async () => {
  const help = await runCli(["--help"]);
  assert.equal(help.code, 0);
  for (const command of ["run", "quote", "undo", "receipt", "tasks", "spend", "models", "routes", "doctor", "trust"]) {
    assert.match(help.stdout, new RegExp(`^  ${command}\\b`, "m"));
  }
  assert.match(help.stdout, /Examples:[\s\S]*Exit codes:/);
  assert.match((await runCli(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test("quote tells likely, range, models and the reason, and the same as JSON", async () => {
  const { stdout, code } = await runCli(["quote", "fix it"]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    "likely  $0.004\nrange   $0.00 to $0.09\nmodels  ollama/small, then host/larger\nlocal first.\n",
  );
  assert.equal(JSON.parse((await runCli(["quote", "fix it", "--json"])).stdout).likely, "4000000");
  assert.equal((await runCli(["quote", "fix it"], { quote: "refused" })).code, 13);
});

test("spend shows cost per completed task first, and what waits to be reconciled", async () => {
  const { stdout } = await runCli(["spend"]);
  assert.match(stdout, /^day +per completed task/);
  assert.match(stdout, /^2026-01-02 +\$0\.0042 +2 +1 +3 +\$0\.004200001 +\$0\.009$/m);
  assert.match(stdout, /call-9 .*host\/larger +\$0\.009 held/);
});

test("spend as CSV and JSON carries every digit", async () => {
  const csv = await runCli(["spend", "--csv", "--by", "model"]);
  assert.match(csv.stdout, /^model,cost_per_completed_usd,/);
  assert.match(csv.stdout, /^2026-01-02,0\.004200001,2,1,3,0\.004200001,0\.009,6000,350\r$/m);
  const json = JSON.parse((await runCli(["spend", "--json"])).stdout);
  assert.equal(json.total.posted, "4200001");
  assert.equal((await runCli(["spend", "--csv", "--json"])).code, 2);
  assert.equal((await runCli(["spend", "--since", "yesterday"])).code, 2);
});

test("reconcile settles calls of unknown cost, and says which it left alone", async () => {
  const settled = await runCli(["spend", "--reconcile", "call-9=0.0123"]);
  assert.deepEqual([settled.code, settled.stdout], [0, "call-9: settled.\n"]);
  const unknown = await runCli(["spend", "--reconcile", "call-9=unbilled", "--reconcile", "call-8=1"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /call-8 was left alone: there is no such call/);
  assert.equal((await runCli(["spend", "--reconcile", "call-9=free"])).code, 2);
});

test("routes tells by kind what is known of each model, how surely and from where, and what comes first", async () => {
  const { stdout, code } = await runCli(["routes"]);
  assert.equal(code, 0);
  assert.match(stdout, /^fix: small first: it is free\.$/m);
  const larger = "public results (249 tasks, 2026-05-16), as 32 attempts";
  assert.match(
    stdout,
    /^ +2\. +host\/larger \(effort high\) +80 % \(70 % to 90 %\) +\$0\.04 \(\$0\.02 to \$0\.08\) +\$0\.05 +no attempt +/m,
  );
  assert.ok(stdout.includes(larger));
  assert.match(
    stdout,
    /^ +1\. +ollama\/small +60 % \(50 % to 70 %\) +free +free +14 proved, 3 refuted, 2 unproved; count as 12 +what its rung usually does, as 4 attempts$/m,
  );
  assert.match(stdout, /accept 10 % of the wrong results and to reject 5 % of the right ones/);
  assert.match(stdout, /^ +tests that passed before +46 % +3 % +3 results +assumed$/m);
  assert.match(stdout, /^ +tests that speak of the work +8 % +4 % +14 results, of 2 more is known +85 results$/m);
  assert.match(stdout, /Quotes so far: 16\. .* cost 128 % of what was expected, so the next count on 115 %\./);
  assert.equal((await runCli(["routes", "--kind", "title"])).stdout, "");
  assert.equal((await runCli(["routes", "--kind", "cooking"])).code, 2);
  assert.equal(JSON.parse((await runCli(["routes", "--json"])).stdout)[0].models[1].seen.proved, 14);
  assert.equal(JSON.parse((await runCli(["routes", "--json"])).stdout)[0].grounds[1].ground, "tests");
});

test("spend --what-if marks its answer as an estimate beside what happened, and names a wrong condition's right ones", async () => {
  const { stdout, code } = await runCli(["spend", "--what-if", "frontier-only,without=small"]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^What if frontier-only, without=small: an estimate from 10 tasks of your ledger\. No model was called\.$/m,
  );
  assert.match(stdout, /^what happened +8 of 10 +\$1\.00 +\$0\.13$/m);
  assert.match(
    stdout,
    /^what if \(estimate\) +9 \(8 to 10\) +\$3\.00 \(\$2\.00 to \$4\.00\) +\$0\.35 \(\$0\.20 to \$0\.50\)$/m,
  );
  assert.match(
    stdout,
    /3 rest on what the same models really did there; 6 on what is believed .*; 1 stay as they were/,
  );
  const json = JSON.parse((await runCli(["spend", "--what-if", "local-only", "--json"])).stdout);
  assert.deepEqual([json.kind, json.changed.cost.likely, json.rangeHolds], ["estimate", "3000000000", 0.8]);
  for (const wrong of ["frontier", "preference=cheap", "without=", "frontier-only,", "local-only=1"]) {
    const refused = await runCli(["spend", "--what-if", wrong]);
    assert.equal(refused.code, 2, wrong);
    assert.match(
      refused.stderr,
      /preference=economy\|balanced\|quality, frontier-only, local-only, without=MODEL and prices=FILE/,
    );
  }
  assert.match(
    (await runCli(["spend", "--what-if", "prices=/nowhere.json"])).stderr,
    /nowhere\.json can't be read: .*ENOENT/,
  );
});

test("routes --reset says what it forgot, and that the ledger keeps it", async () => {
  const one = await runCli(["routes", "--reset", "ollama/small", "--kind", "fix"]);
  assert.equal(one.code, 0);
  assert.equal(
    one.stdout,
    "Forgotten: 17 attempts of ollama/small at fix work. The ledger and its receipts are as they were.\n",
  );
  assert.match((await runCli(["routes", "--reset"])).stdout, /^Forgotten: 17 attempts\. /);
  assert.equal(JSON.parse((await runCli(["routes", "--reset", "--json"])).stdout).attempts, 17);
  const nobody = await runCli(["routes", "--reset", "nobody"]);
  assert.equal(nobody.code, 2);
  assert.match(nobody.stderr, /did you mean nobody2\?/);
});

test("receipt takes the last task, or a unique beginning with or without its first word", async () => {
  assert.match((await runCli(["receipt"])).stdout, /^Receipt task-aaaa111111/);
  assert.match((await runCli(["receipt", "aab"])).stdout, /^Receipt task-aabb222222/);
  assert.match((await runCli(["receipt", "task-aab"])).stdout, /^Receipt task-aabb222222/);
  const several = await runCli(["receipt", "task-a"]);
  assert.equal(several.code, 2);
  assert.match(several.stderr, /Several tasks begin with task-a: task-aaaa111111, task-aabb222222/);
  assert.match((await runCli(["receipt", "zz"])).stderr, /No task begins with zz/);
  assert.match((await runCli(["receipt"], { noTasks: true })).stderr, /There is no task yet/);
});

test("receipt shows each call, and where the provider's figure differs from ours", async () => {
  const { stdout } = await runCli(["receipt"]);
  assert.match(
    stdout,
    /step {2}call-1 {2}posted {2}5100 in \(400 cached\) {2}310 out {2}\$0\.004200001 {2}genai-prices/,
  );
  assert.match(stdout, /the provider reported \$0\.004200001, we computed \$0\.0042/);
  assert.match(stdout, /about \$0\.12 had vendor\/frontier done it all \(an estimate/);
});

test("undo names what it took back, and exits with 1 when something had to be left alone", async () => {
  const whole = await runCli(["undo"]);
  assert.deepEqual([whole.code, whole.stdout.split("\n")[1]], [0, "taken back: src/dates.ts"]);
  const conflicts = [{ path: "b.ts", keptAt: "/kept/1" }];
  const partly = await runCli(["undo"], { undo: { kind: "partly", restored: ["a.ts"], conflicts } });
  assert.equal(partly.code, 1);
  assert.match(partly.stdout, /left alone, because it changed after the task: b\.ts .*\/kept\/1/);
  assert.equal((await runCli(["undo"], { undo: { kind: "nothing-to-undo" } })).code, 0);
});

test("trust shows the script behind a check, and agrees only when told to", async (t) => {
  const folder = await temporaryFolder(t);
  const asked = await runCli(["trust", "--folder", folder]);
  assert.equal(asked.code, 13);
  assert.match(asked.stdout, /npm test {2}\(tests\)\n {6}node --test<U\+202E>/);
  assert.match(asked.stderr, /Nothing was agreed to/);
  const agreed = await runCli(["trust", "--yes", "--folder", folder]);
  assert.equal(agreed.code, 0);
  assert.match(agreed.stdout, /Agreed/);
  assert.match((await runCli(["trust", "--list"])).stdout, /npm test/);
  assert.equal((await runCli(["trust", "--remove"])).code, 0);
});

test("doctor exits with 2 as long as a problem stands, and says what to do", async () => {
  assert.equal((await runCli(["doctor"])).code, 0);
  const { code, stdout } = await runCli(["doctor"], { findings: true });
  assert.equal(code, 2);
  assert.match(stdout, /host {2}has no key\n {4}Set HOST_API_KEY\./);
  assert.match((await runCli(["doctor", "--init"])).stdout, /^Wrote \/home\/someone\/stepladder\.jsonc/);
});

test("models and tasks list what there is", async () => {
  assert.match((await runCli(["models"])).stdout, /^local +ollama\/small +local +32,768 +free/m);
  const { stdout } = await runCli(["tasks"]);
  assert.match(stdout, /task-aaaa111111 +2026-01-02 03:04 +fix +proved +\$0\.004200001 +fix the date tests/);
  assert.equal(JSON.parse((await runCli(["tasks", "--json"])).stdout).length, 2);
});

test("spend --check ends with 0 when a bill matches, with 14 when it differs, and with 2 when it can't be read", async (t) => {
  const folder = await temporaryFolder(t);
  const bill = async (text: string) => {
    await writeFile(join(folder, "bill.csv"), text);
    return runCli(["spend", "--check", "bill.csv"], {}, { cwd: folder });
  };
  const same = await bill("same");
  assert.deepEqual([same.code, same.stderr], [0, ""]);
  assert.match(
    same.stdout,
    /1 matched, 0 differs, 0 only there, 0 only here\nthere \$0\.002, here \$0\.002, difference \$0\.00\n/,
  );
  const other = await bill("other");
  assert.equal(other.code, 14);
  assert.match(
    other.stdout,
    /differs +line 2 +2026-01-02T00:00:00 +larger +there \$0\.002 +here \$0\.001 +the amount; call-9/,
  );
  const unread = await bill("nothing");
  assert.equal(unread.code, 2);
  assert.match(unread.stderr, /bill\.csv: No known export/);
  const missing = await runCli(["spend", "--check", "none.csv"], {}, { cwd: folder });
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /none\.csv can't be read/);
});

test("models --refresh shows what changed and where it is kept", async () => {
  const { code, stdout } = await runCli(["models", "--refresh"]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    [
      "down: down did not answer.",
      "new: 1 model, asked for the first time (new /models)",
      "host: 2 models",
      "  + fresh  $0.2 / $0.8 per million, context 131,072",
      "  - old",
      "  ~ larger  $1 / $2 per million → free",
      "",
      "Written to /data/catalogue/published-2026-01-02.json. Past receipts keep the prices that they were made with.",
      "",
    ].join("\n"),
  );
  const json = JSON.parse((await runCli(["models", "--refresh", "--json"])).stdout);
  assert.equal(json.hosts.length, 3);
});
