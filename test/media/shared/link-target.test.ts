import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { linkTarget } from "../../../media/shared/link-target.ts";

test("web addresses and paths lead somewhere", () => {
  assert.deepEqual(linkTarget("https://example.com/a?b=1#c"), { kind: "web", address: "https://example.com/a?b=1#c" });
  assert.deepEqual(linkTarget("src/dates.ts"), { kind: "file", path: "src/dates.ts", line: undefined });
  assert.deepEqual(linkTarget("src/dates.ts:10"), { kind: "file", path: "src/dates.ts", line: 10 });
  assert.deepEqual(linkTarget("./a%20b.ts#L7-L9"), { kind: "file", path: "./a b.ts", line: 7 });
  assert.deepEqual(linkTarget("C:\\code\\a.ts:3:1"), { kind: "file", path: "C:\\code\\a.ts", line: 3 });
});

test("all other schemes, shares and empty addresses lead nowhere", () => {
  const refused = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "vscode://x/y",
  ];
  const more = [
    "command:workbench.action.quit",
    "//host/share",
    "\\\\host\\share",
    "#top",
    "",
    "http://",
    "vbscript:x",
  ];
  for (const href of [...refused, ...more]) assert.equal(linkTarget(href), undefined, href);
});

test("a web target is always http or https, whatever is written", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom("http:/x", "HTTPS:y", " https://a b")), (href) => {
      const target = linkTarget(href);
      if (target?.kind === "web") assert.match(target.address, /^https?:\/\//);
    }),
  );
});
