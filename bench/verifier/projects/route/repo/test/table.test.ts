import assert from "node:assert/strict";
import { test } from "node:test";
import { createTable } from "../src/table.ts";

test("the most specific route wins, whatever was added first", () => {
  const table = createTable<string>();
  table.add("GET", "/users/:id", "one");
  table.add("GET", "/users/me", "me");
  assert.deepEqual(table.find("GET", "/users/me"), { kind: "found", handler: "me", params: {} });
  assert.deepEqual(table.find("GET", "/users/7"), { kind: "found", handler: "one", params: { id: "7" } });
});

test("a path that no route has is none", () => {
  assert.deepEqual(createTable<string>().find("GET", "/"), { kind: "none" });
});

test("another method is told apart from no route", () => {
  const table = createTable<string>();
  table.add("post", "/users", "add");
  table.add("DELETE", "/users", "clear");
  assert.deepEqual(table.find("PUT", "/users"), { kind: "wrong-method", allowed: ["DELETE", "POST"] });
});

test("methods are found in any case", () => {
  const table = createTable<string>();
  table.add("get", "/", "home");
  assert.equal(table.find("Get", "/").kind, "found");
});

test("HEAD is answered by GET unless it has a route of its own", () => {
  const table = createTable<string>();
  table.add("GET", "/a", "get");
  assert.deepEqual(table.find("HEAD", "/a"), { kind: "found", handler: "get", params: {} });
  table.add("HEAD", "/a", "head");
  assert.deepEqual(table.find("HEAD", "/a"), { kind: "found", handler: "head", params: {} });
});
