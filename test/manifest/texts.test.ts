import assert from "node:assert/strict";
import { test } from "node:test";
import { exportTexts } from "../../scripts/l10n.ts";
import { manifestText, readTexts, sources } from "./read-manifest.ts";

const english = readTexts("package.nls.json");
const german = readTexts("package.nls.de.json");
const bundle = readTexts("l10n/bundle.l10n.json");
const germanBundle = readTexts("l10n/bundle.l10n.de.json");

test("every %key% of the manifest has a text, and every text is used", () => {
  const used = new Set([...manifestText.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]));
  assert.deepEqual([...used].toSorted(), Object.keys(english).toSorted());
});

test("the texts for translators are what the sources show; `npm run l10n` brings them up to date", async () => {
  assert.deepEqual(await exportTexts(), bundle);
});

test("German is complete, and has nothing that is no longer shown", () => {
  assert.deepEqual(Object.keys(german).toSorted(), Object.keys(english).toSorted());
  assert.deepEqual(Object.keys(germanBundle).toSorted(), Object.keys(bundle).toSorted());
});

test("a translation keeps all that the program reads: values, code, commands of links", () => {
  const pairs = [
    ...Object.entries(german).map(([key, text]) => [english[key] ?? "", text] as const),
    ...Object.entries(germanBundle).map(([key, text]) => [message(key), text] as const),
  ];
  for (const [original, translation] of pairs) {
    for (const kept of [/\{\w+\}/g, /\(command:[\w.]+\)/g]) {
      assert.deepEqual(translation.match(kept)?.toSorted(), original.match(kept)?.toSorted(), translation);
    }
    assert.ok(translation.trim().length > 0, original);
  }
});

/** A text with a comment stands under both, and the comment is no part of what is shown. */
function message(key: string): string {
  const entry: unknown = (bundle as Readonly<Record<string, unknown>>)[key];
  return typeof entry === "object" && entry !== null && "message" in entry ? String(entry.message) : key;
}

test("what the editor shows goes through the translation", () => {
  const shown =
    /(?:notify\.(?:info|warn|error|confirm)\(|\b(?:title|placeHolder|tooltip|detail)\s*[:=])\s*["'`]([A-Z][^"'`]*)/g;
  const found = sources("extension").flatMap(({ path, text }) =>
    [...text.matchAll(shown)].map((match) => `${path}: ${match[1]}`),
  );
  assert.deepEqual(found, []);
});
