import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createMessageBounds } from "../../server/lsp/message-bounds.ts";

function message(body: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

test("whole messages pass however they are cut into pieces, also when a body looks like a header", () => {
  const body = fc.oneof(fc.string({ maxLength: 50 }), fc.constant("Content-Length: 9999999\r\n\r\n"));
  fc.assert(
    fc.property(fc.array(body, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 30 })), (bodies, sizes) => {
      const check = createMessageBounds(1000);
      let rest = Buffer.concat(bodies.map(message));
      for (let index = 0; rest.length > 0; index++) {
        const size = sizes[index % Math.max(1, sizes.length)] ?? 7;
        assert.equal(check(rest.subarray(0, size)), undefined);
        rest = rest.subarray(size);
      }
    }),
  );
});

test("what can't be followed is named", () => {
  for (const [bytes, mistake] of [
    ["Content-Length: 1001\r\n\r\n", /larger than 1000/],
    ["Content-Length: -5\r\n\r\n", /valid Content-Length/],
    ["Content-Length: ten\r\n\r\n", /valid Content-Length/],
    ["X-Other: 1\r\n\r\n{}", /valid Content-Length/],
    ["x".repeat(5000), /too long/],
  ] as const) {
    assert.match(createMessageBounds(1000)(Buffer.from(bytes)) ?? "", mistake, bytes);
  }
});

test("a mistake after good messages is found", () => {
  const check = createMessageBounds(1000);
  assert.equal(check(message("{}")), undefined);
  assert.match(check(Buffer.concat([message("{}"), Buffer.from("nonsense\r\n\r\n")])) ?? "", /Content-Length/);
});
