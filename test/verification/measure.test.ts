import assert from "node:assert/strict";
import { test } from "node:test";
import { settingsIn, silencedIn } from "../../server/verification/measure.ts";

const same = (path: string, before: string, after: string) => settingsIn(path, before) === settingsIn(path, after);

test("a manifest's settings of checkers count, and its other parts do not", () => {
  assert.ok(same("package.json", '{"version":"1"}', '{"version":"2","dependencies":{"a":"1"}}'));
  assert.ok(!same("package.json", '{"jest":{}}', '{"jest":{"testPathIgnorePatterns":["a"]}}'));
  assert.ok(same("pyproject.toml", "[project]\nname = 'a'\n", "[project]\nname = 'b'\n"));
  assert.ok(!same("pyproject.toml", "[tool.pytest.ini_options]\n", "[tool.pytest.ini_options]\naddopts = '-k x'\n"));
});

test("files that hold only settings count as a whole, new ones too", () => {
  for (const path of [
    "tsconfig.json",
    "pkg/conftest.py",
    ".npmrc",
    "jest.config.js",
    "tests/__init__.py",
    "sitecustomize.py",
  ])
    assert.ok(!same(path, "", "x"), path);
  for (const path of ["src/a.ts", "src/__init__.py", "README.md"]) assert.ok(same(path, "", "x"), path);
});

test("comments that tell a checker to look away are counted", () => {
  assert.equal(silencedIn("// @ts-ignore\nf();\n# type: ignore\n# noqa: E501\n// eslint-disable-next-line\n"), 4);
  assert.equal(silencedIn("const noqa = 1; // types are ignored here\n"), 0);
});
