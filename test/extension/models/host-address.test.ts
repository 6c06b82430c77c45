import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addressMistake, endpointName, keyNameFor, mayCarryKey } from "../../../extension/models/host-address.ts";
import { isKeyName } from "../../../extension/models/key-shape.ts";

test("an address is whole, without a secret and without a question", () => {
  for (const [typed, mistake] of [
    ["https://models.example.com/v1", undefined],
    [" http://127.0.0.1:8080 ", undefined],
    ["models.example.com", "no-address"],
    ["ftp://models.example.com", "no-address"],
    ["https://", "no-address"],
    ["https://me:secret@models.example.com", "credentials"],
    ["https://models.example.com/v1?key=x", "query"],
    ["https://models.example.com/v1#x", "query"],
  ] as const) {
    assert.equal(addressMistake(typed), mistake, typed);
  }
});

test("a key goes where it is encrypted, or stays on this machine", () => {
  for (const address of ["https://a.example", "http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"])
    assert.ok(mayCarryKey(address), address);
  for (const address of ["http://a.example", "http://192.168.1.2", "http://127.0.0.1.example"])
    assert.ok(!mayCarryKey(address), address);
});

test("an endpoint is named after its host, and never after one that is there", () => {
  for (const [address, name] of [
    ["https://models.cluster.example/v1", "cluster"],
    ["https://api.host.com/v1", "host"],
    ["http://localhost:8080/v1", "local-server"],
    ["http://10.0.0.5:8000", "local-server"],
    ["https://box/v1", "box"],
  ] as const) {
    assert.equal(endpointName(address, new Set()), name, address);
  }
  assert.equal(endpointName("https://api.host.com", new Set(["host", "host-2"])), "host-3");
});

test("whatever the host, the names that come of it are accepted", () => {
  fc.assert(
    fc.property(fc.webUrl(), (address) => {
      const name = endpointName(address, new Set());
      assert.match(name, /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
      assert.ok(isKeyName(keyNameFor(name)), keyNameFor(name));
    }),
  );
});
