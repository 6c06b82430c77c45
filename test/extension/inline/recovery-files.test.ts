import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { recordOf } from "../../../extension/inline/recovery.ts";
import { RecoveryFiles } from "../../../extension/inline/recovery-files.ts";

function folderFor(t: TestContext): string {
  const parent = mkdtempSync(join(tmpdir(), "stepladder-recovery-"));
  t.after(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, "storage", "inline-edits");
}

const record = (uri: string, original = "old\n") => recordOf(uri, `before\n${original}after\n`, 7, 11, original);

test("what was kept is there for the next session, for the user's eyes alone", async (t) => {
  const folder = folderFor(t);
  await new RecoveryFiles(folder).keep(record("file:///a.ts"));
  assert.deepEqual(new RecoveryFiles(folder).find("file:///a.ts"), record("file:///a.ts"));
  const [name = ""] = readdirSync(folder);
  assert.equal(statSync(join(folder, name)).mode & 0o077, 0);
});

test("a document's newest record takes the place of its older one", async (t) => {
  const folder = folderFor(t);
  const files = new RecoveryFiles(folder);
  await Promise.all([files.keep(record("file:///a.ts")), files.keep(record("file:///a.ts", "now\n"))]);
  assert.equal(new RecoveryFiles(folder).find("file:///a.ts")?.original, "now\n");
  assert.equal(readdirSync(folder).length, 1);
});

test("a record that is dropped while it is written leaves nothing", async (t) => {
  const folder = folderFor(t);
  const files = new RecoveryFiles(folder);
  const kept = files.keep(record("file:///a.ts"));
  await files.drop("file:///a.ts");
  await kept;
  assert.equal(files.find("file:///a.ts"), undefined);
  assert.deepEqual(readdirSync(folder), []);
});

test("the oldest of more than twenty are forgotten", async (t) => {
  const folder = folderFor(t);
  const files = new RecoveryFiles(folder);
  for (let index = 0; index < 22; index++) await files.keep(record(`file:///${index}.ts`));
  const next = new RecoveryFiles(folder);
  assert.equal(readdirSync(folder).length, 20);
  assert.equal(next.find("file:///1.ts"), undefined);
  assert.deepEqual(next.find("file:///2.ts"), record("file:///2.ts"));
});

test("files that are none of ours are passed over", async (t) => {
  const folder = folderFor(t);
  await new RecoveryFiles(folder).keep(record("file:///a.ts"));
  writeFileSync(join(folder, "torn.json"), '{"uri":"file:///b.ts","orig');
  writeFileSync(join(folder, "other.json"), '{"uri":"file:///b.ts","original":3}');
  const whole = record("file:///b.ts");
  const broken: readonly unknown[] = [
    ...[null, 3, "file:///b.ts", [], [whole]],
    ...["uri", "original", "before", "after"].map((field) => ({ ...whole, [field]: undefined })),
    ...["length", "hash", "near"].map((field) => ({ ...whole, after: { ...whole.after, [field]: null } })),
  ];
  for (const [index, each] of broken.entries()) writeFileSync(join(folder, `${index}.json`), JSON.stringify(each));
  const files = new RecoveryFiles(folder);
  assert.notEqual(files.find("file:///a.ts"), undefined);
  assert.equal(files.find("file:///b.ts"), undefined);
});

test("a text that can't be kept is told, and the next one is kept again", async (t) => {
  const folder = folderFor(t);
  const files = new RecoveryFiles(folder);
  writeFileSync(join(folder, "..", "..", "storage"), "in the way");
  await assert.rejects(files.keep(record("file:///a.ts")));
  rmSync(join(folder, ".."));
  await files.keep(record("file:///a.ts"));
  assert.notEqual(new RecoveryFiles(folder).find("file:///a.ts"), undefined);
});
