import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createAgreements } from "../../server/verification/agreements.ts";
import type { Checker } from "../../server/verification/ports.ts";
import { temporaryFolder } from "./real-runner.ts";

const checker: Checker = { command: "npm test", sort: "tests", from: "repository", script: "test: node --test" };
const fresh = (t: TestContext) => {
  const file = join(temporaryFolder(t), "data", "agreements.json");
  return { file, agreements: createAgreements(file) };
};

test("an agreement holds for one root, one command and one script text", (t) => {
  const { agreements, file } = fresh(t);
  assert.equal(agreements.has("/a", checker), false);
  agreements.add("/a", [checker]);
  assert.equal(agreements.has("/a", checker), true);
  assert.equal(createAgreements(file).has("/a", checker), true);
  assert.equal(agreements.has("/b", checker), false);
  assert.equal(agreements.has("/a", { ...checker, script: "test: rm -rf ." }), false);
  assert.equal(agreements.has("/a", { ...checker, command: "npm run test" }), false);
  assert.deepEqual(agreements.list("/a"), [checker]);
});

test("agreeing again replaces the old script, and removing takes everything back", (t) => {
  const { agreements } = fresh(t);
  const changed = { ...checker, script: "test: other" };
  agreements.add("/a", [checker]);
  agreements.add("/b", [checker]);
  agreements.add("/a", [changed]);
  assert.deepEqual([agreements.has("/a", checker), agreements.has("/a", changed)], [false, true]);
  agreements.remove("/a");
  assert.deepEqual(
    [agreements.has("/a", changed), agreements.trusts("/a"), agreements.has("/b", checker)],
    [false, false, true],
  );
});

test("a folder can be trusted without any checker", (t) => {
  const { agreements } = fresh(t);
  assert.equal(agreements.trusts("/a"), false);
  agreements.add("/a", []);
  assert.equal(agreements.trusts("/a"), true);
});

test("the file is readable by its owner only", { skip: process.platform === "win32" }, (t) => {
  const { agreements, file } = fresh(t);
  agreements.add("/a", [checker]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test("a corrupt file means no agreement, and it is kept aside", (t) => {
  const { agreements, file } = fresh(t);
  agreements.add("/a", [checker]);
  for (const text of ["{", "[]", '{"version": 2}', ""]) {
    writeFileSync(file, text);
    assert.equal(agreements.has("/a", checker), false);
    assert.equal(agreements.trusts("/a"), false);
  }
  agreements.add("/b", [checker]);
  assert.equal(agreements.has("/a", checker), false);
  assert.equal(agreements.has("/b", checker), true);
  const kept = readdirSync(join(file, "..")).filter((name) => name.includes(".corrupt-"));
  assert.equal(kept.length, 1);
});

test("an entry whose script was edited by hand no longer holds", (t) => {
  const { agreements, file } = fresh(t);
  agreements.add("/a", [checker]);
  writeFileSync(file, readFileSync(file, "utf8").replace("test: node --test", "test: evil"));
  assert.equal(agreements.has("/a", { ...checker, script: "test: evil" }), false);
  assert.deepEqual(agreements.list("/a"), []);
});
