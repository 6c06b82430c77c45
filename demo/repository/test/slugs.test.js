import assert from "node:assert/strict";
import { test } from "node:test";
import { slugOf, uniqueSlug } from "../src/slugs.js";

test("slug: punctuation becomes one dash", () => {
  assert.equal(slugOf("Rent, May 2026!"), "rent-may-2026");
});

test("slug: accents are dropped", () => {
  assert.equal(slugOf("Café für Ärzte"), "cafe-fur-arzte");
});

test("slug: a title without letters is untitled", () => {
  assert.equal(slugOf("!?"), "untitled");
});

test("slug: a taken name gets the first free number", () => {
  assert.equal(uniqueSlug("Rent", new Set(["rent", "rent-2"])), "rent-3");
  assert.equal(uniqueSlug("Food", new Set(["rent"])), "food");
});
