import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import type { z } from "zod";
import { configurationJsonSchema } from "../../server/configuration/json-schema.ts";
import { configurationSchema } from "../../server/configuration/schema.ts";
import { starterFile } from "../../server/configuration/starter-file.ts";
import { parse, ready } from "./parse-text.ts";

const documents = new URL("../../docs/", import.meta.url);
const guide = await readFile(new URL("configuration.md", documents), "utf8");
const folders = new Map([...guide.matchAll(/"(\/home\/[^"]*)"/g)].map(([, folder = ""]) => [folder, folder]));

for (const [index, [, example = ""]] of [...guide.matchAll(/^```jsonc\n(.*?)^```$/gms)].entries()) {
  test(`example ${index + 1} of the guide is valid and leaves nothing to notice`, () => {
    const result = parse(example, folders);
    assert.deepEqual(result.kind === "ready" ? result.notices : result.problems, []);
  });
}

test("the guide has its eight examples", () => {
  assert.equal(guide.match(/^```jsonc$/gm)?.length, 8);
});

test("the guide names every key", () => {
  for (const key of keysOf(configurationSchema))
    assert.ok(guide.includes(`\`${key}\``) || guide.includes(`"${key}"`), key);
});

function keysOf(schema: z.core.$ZodType): readonly string[] {
  const { def } = schema._zod;
  switch (def.type) {
    case "object": {
      const { shape } = schema as z.ZodObject;
      return [...Object.keys(shape), ...Object.values(shape).flatMap((field) => keysOf(field))];
    }
    case "optional":
      return keysOf((schema as z.ZodOptional).unwrap());
    case "union":
      return (schema as z.ZodUnion).options.flatMap((option) => keysOf(option));
    case "record":
      return keysOf((schema as z.ZodRecord).valueType);
    case "array":
      return keysOf((schema as z.ZodArray).element);
    default:
      return [];
  }
}

test("the schema for editors is the one that the file is held against", async () => {
  const committed = await readFile(new URL("configuration.schema.json", documents), "utf8");
  assert.deepEqual(
    JSON.parse(committed),
    JSON.parse(configurationJsonSchema()),
    "write configurationJsonSchema() to docs/",
  );
});

test("the starter file is valid, spends nothing and sets the defaults", () => {
  const configuration = ready(starterFile());
  assert.ok(configuration.served.every(({ endpoint }) => endpoint.local));
  const { served, budgets, limits, atLimit, warnAt, preference } = configuration;
  const plain = ready("{}");
  assert.equal(served.length, 1);
  assert.deepEqual(
    { budgets, limits, atLimit, warnAt, preference },
    {
      budgets: plain.budgets,
      limits: plain.limits,
      atLimit: plain.atLimit,
      warnAt: plain.warnAt,
      preference: plain.preference,
    },
  );
});

test("the starter file stays valid when everything in it is switched on", () => {
  const all = starterFile()
    .replace(/^(\s*)\/\/ (?=\s*["{}\]])/gm, "$1")
    .replace(/^( *)\/\/ ("workspaces")/m, "$1$2");
  const configuration = ready(all, new Map([["/home/me/project", "/home/me/project"]]));
  assert.equal(configuration.served.length, 5);
  assert.deepEqual(
    configuration.rungs.map(({ name }) => name),
    ["local", "open", "frontier"],
  );
  assert.equal(configuration.budgets.length, 3);
});
