import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeyStore } from "../../server/configuration/secrets.ts";

test("a key is read at the moment of use", () => {
  const env: Record<string, string | undefined> = {};
  const secrets = createKeyStore(env, {});
  assert.equal(secrets.read("MY_KEY"), undefined);
  env.MY_KEY = " first\n";
  assert.equal(secrets.read("MY_KEY"), "first");
  env.MY_KEY = "  ";
  assert.equal(secrets.read("MY_KEY"), undefined);
});

test("the redactor gets every value that may be a key, longest first", () => {
  const env = {
    OPENROUTER_API_KEY: "sk-or-12345678",
    CLUSTER: "named-by-the-file",
    GITHUB_TOKEN: "ghp_123456789012345",
    DB_PASSWORD: "hunter2hunter2",
    SHORT_KEY: "1234567",
    KEYBOARD: "not-a-secret",
    PATH: "/usr/bin:/bin",
  };
  assert.deepEqual(createKeyStore(env, {}, ["CLUSTER"]).allKeyValues(), [
    "ghp_123456789012345",
    "named-by-the-file",
    "sk-or-12345678",
    "hunter2hunter2",
  ]);
});

test("an object of secrets holds no key that could be logged", () => {
  const secrets = createKeyStore({ OPENROUTER_API_KEY: "sk-or-12345678" }, {});
  assert.ok(!JSON.stringify(secrets).includes("sk-or"));
});

test("a key from an editor stands over the environment, and a blank one does not", () => {
  const env = { ONE_KEY: "from-the-environment", TWO_KEY: "two-from-the-environment" };
  const secrets = createKeyStore(env, { ONE_KEY: " from-the-editor\n", TWO_KEY: " ", CLUSTER: "also-from-the-editor" });
  assert.equal(secrets.read("ONE_KEY"), "from-the-editor");
  assert.equal(secrets.read("TWO_KEY"), "two-from-the-environment");
  assert.equal(secrets.read("toString"), undefined);
  assert.deepEqual(secrets.allKeyValues(), [
    "two-from-the-environment",
    "from-the-environment",
    "also-from-the-editor",
    "from-the-editor",
  ]);
  assert.deepEqual(Object.keys(env), ["ONE_KEY", "TWO_KEY"]);
});
