import assert from "node:assert/strict";
import { test } from "node:test";
import { environmentSecrets } from "../../server/configuration/secrets.ts";

test("a key is read at the moment of use", () => {
  const env: Record<string, string | undefined> = {};
  const secrets = environmentSecrets(env);
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
  assert.deepEqual(environmentSecrets(env, ["CLUSTER"]).allKeyValues(), [
    "ghp_123456789012345",
    "named-by-the-file",
    "sk-or-12345678",
    "hunter2hunter2",
  ]);
});

test("an object of secrets holds no key that could be logged", () => {
  const secrets = environmentSecrets({ OPENROUTER_API_KEY: "sk-or-12345678" });
  assert.ok(!JSON.stringify(secrets).includes("sk-or"));
});
