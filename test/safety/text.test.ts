import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createRedactor, maskShapes } from "../../server/safety/redaction.ts";
import { isSecretFile, secrecyOf } from "../../server/safety/secret-files.ts";
import { holdsSecret } from "../../server/safety/secret-shapes.ts";
import { inertCommand, inertForModel, inertForTerminal, inertLine } from "../../server/safety/untrusted-text.ts";

const anyText = fc.string({ unit: "binary", maxLength: 60 });

test("a key is replaced in every spelling in which it may turn up", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", minLength: 6, maxLength: 30 }).filter((key) => !"<redacted:key>".includes(key)),
      anyText,
      (key, around) => {
        const { exact } = createRedactor([key]);
        const well = key.toWellFormed();
        for (const form of [
          key,
          JSON.stringify({ k: key }),
          JSON.stringify(JSON.stringify(key)),
          encodeURIComponent(well),
          Buffer.from(key).toString("base64"),
        ]) {
          const text = exact(around + form + around);
          assert.equal(text.includes(key), false);
          assert.ok(text.includes("<redacted:key>"));
        }
      },
    ),
  );
});

test("text without a key stays as it is, and an empty or very short key garbles nothing", () => {
  fc.assert(
    fc.property(anyText, (text) => assert.equal(createRedactor(["", "ab", "CANARY-sk-live-123"]).exact(text), text)),
  );
  assert.equal(createRedactor(["abcdef", "abcdefghij"]).exact("abcdefghij"), "<redacted:key>");
  assert.equal(createRedactor(["a.c$^*(["]).exact("a.c$^*([ abc$"), "<redacted:key> abc$");
});

test("well-known forms of keys are masked in logs and exports", () => {
  const keys = [
    `sk-ant-api03-${"a1".repeat(20)}`,
    `sk-proj-${"b".repeat(30)}`,
    `AKIA${"Q".repeat(16)}`,
    `ghp_${"c".repeat(36)}`,
    `github_pat_${"d".repeat(30)}`,
    `AIza${"e".repeat(35)}`,
    `xoxb-${"1".repeat(12)}`,
    `npm_${"f".repeat(36)}`,
    `hf_${"g".repeat(34)}`,
    "-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nMII",
    `Bearer ${"h".repeat(30)}`,
    "https://user:hunter2pass@example.org",
    `glpat-${"i".repeat(20)}`,
  ];
  for (const key of keys) assert.match(maskShapes(`before ${key} after`), /<redacted:[a-z-]+>/, key);
  assert.equal(maskShapes("MII"), "MII");
  assert.equal(/MII/.test(maskShapes(keys.join("\n"))), false);
  assert.equal(
    maskShapes("a task-list-item-with-words, sk-1, risk-averse-people-everywhere"),
    "a task-list-item-with-words, sk-1, risk-averse-people-everywhere",
  );
});

test("long hostile text is masked in linear time", () => {
  const started = performance.now();
  for (const text of ["-----BEGIN PRIVATE KEY-----", "password = ", "https://a", "eyJaaaaaaaaaa.", "bearer ", "sk-"])
    maskShapes(text.repeat(20_000));
  assert.ok(performance.now() - started < 10_000);
});

test("a content is secret when a value stands in it, not when it only speaks of one", () => {
  for (const text of [
    "password: correct-horse",
    'API_KEY="abcdef123456"',
    "token = xyz12345",
    "https://a:longpassword@h/",
  ])
    assert.ok(holdsSecret(text), text);
  for (const text of [
    `password: \${PASSWORD}`,
    "token: <your token>",
    "the password is elsewhere",
    "secret: process.env.X",
    "auth: none",
  ])
    assert.ok(!holdsSecret(text), text);
});

test("secret files are known by name, in any case and in either separator", () => {
  for (const path of [
    ".env",
    "A\\.ENV",
    "x/id_rsa",
    "server.KEY",
    ".ssh/config",
    "secrets/db",
    "service-account-1.json",
  ])
    assert.equal(secrecyOf(path), "certain", path);
  for (const path of ["config.json", "certs/a.txt", "a.db", ".git/config", "src/secrets/store.ts", ".env.example"])
    assert.equal(secrecyOf(path), "possible", path);
  for (const path of ["", "src/token.ts", "tsconfig.json", "keys.ts", "environment.js", "monkey"])
    assert.equal(isSecretFile(path), false, path);
});

test("no control, direction, tag or zero-width character gets through, and other text is untouched", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const shown of [inertForModel(text).text, inertForTerminal(text), inertLine(text), inertCommand(text)]) {
        assert.doesNotMatch(shown.replaceAll(/[\n\t]/g, ""), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }
      assert.doesNotMatch(inertLine(text), /[\n\t]/);
      assert.equal(inertForModel(inertForModel(text).text).madeVisible, 0);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."aé漢🙂 \n\t<>&") }), (text) =>
      assert.deepEqual(inertForModel(text), { text, madeVisible: 0 }),
    ),
  );
});

test("hidden characters are spelled out, not dropped", () => {
  assert.deepEqual(inertForModel("a\u200bb\u{e0041}\u001b[2K\r\n"), {
    text: "a<U+200B>b<U+E0041><U+001B>[2K\n",
    madeVisible: 3,
  });
  assert.equal(inertLine("a\nb"), "a<U+000A>b");
  assert.match(inertLine("x".repeat(5000)), /… \(5000 characters\)$/);
});

test("an approval shows the end of a padded command", () => {
  assert.equal(inertCommand(`npm test${" ".repeat(300)}; touch x\nls`), "npm test␠×300 ; touch x⏎\nls");
});
