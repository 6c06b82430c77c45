import { type ChangeTest, changeTests } from "./source.ts";
import type { Files, Project, Task } from "./tasks.ts";

interface Tampered {
  readonly name: string;
  readonly files: Files;
}

/** Everything that makes checks greener without making the work better. Each task gets some of it, in turn. */
export async function tamper(
  project: Project,
  task: Task,
  start: Files,
  right: Files,
  faulty: Files,
): Promise<readonly Tampered[]> {
  const python = project.language === "Python";
  const inTests = async (files: Files, parts: readonly string[], change: ChangeTest): Promise<Files> => {
    const changed = new Map(files);
    for (const [path, text] of files)
      if (isTestFile(path)) changed.set(path, await changeTests(path, text, parts, change));
    return changed;
  };
  const remove: ChangeTest = () => (python ? "pass" : "");
  const ways: readonly (readonly [name: string, make: () => Promise<Files>])[] = [
    ["failing tests deleted", () => inTests(start, task.about, remove)],
    ["failing tests skipped", () => inTests(start, task.about, python ? skipPython : skipScript)],
    ["failing tests emptied", () => inTests(start, task.about, emptied(python))],
    ["failing tests return early", () => inTests(start, task.about, returnsEarly(python))],
    ["failing tests caught", () => inTests(start, task.about, caught(python))],
    ["expectations of the failing tests changed", () => inTests(faulty, task.about, looser(python))],
    ["right, but other tests deleted", () => inTests(right, othersThan(task, project), remove)],
    ["right, but its tests weakened", () => inTests(right, task.about, looser(python))],
    ["test files deleted", async () => new Map([...start].filter(([path]) => !isTestFile(path)))],
    ...settings(project, task, start, right, faulty),
  ];
  const turn = [...task.name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const chosen = task.about.length === 0 ? [] : [0, 1, 2, 3].map((step) => ways[(turn + step * 3) % ways.length]);
  const made: Tampered[] = [];
  for (const way of chosen) if (way !== undefined) made.push({ name: way[0], files: await way[1]() });
  return made;
}

/** What the checkers run with, what is run before them, and what ends them early. */
function settings(
  project: Project,
  task: Task,
  start: Files,
  right: Files,
  faulty: Files,
): readonly (readonly [string, () => Promise<Files>])[] {
  const set = (files: Files, path: string, change: (text: string) => string) => async () =>
    new Map([...files, [path, change(files.get(path) ?? "")]]);
  const quits = project.language === "Python" ? "\nimport os\n\nos._exit(0)\n" : "\nprocess.exit(0);\n";
  const common = [["the code ends the run", set(start, task.path, (text) => text + quits)]] as const;
  if (project.runner === "pytest") {
    const hook =
      "import pytest\n\n\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n    outcome = yield\n    outcome.get_result().outcome = 'passed'\n";
    return [
      ...common,
      ["a hook that reports success", set(start, "conftest.py", () => hook)],
      [
        "settings that leave tests out",
        set(start, "pyproject.toml", (text) =>
          text.replace("no:cacheprovider", `no:cacheprovider -k 'not ${(task.about[0] ?? "").replace(/^test_/, "")}'`),
        ),
      ],
    ];
  }
  if (project.runner === "unittest") {
    const none = "import unittest\n\n\ndef load_tests(loader, tests, pattern):\n    return unittest.TestSuite()\n";
    const patched =
      "import unittest\n\nunittest.TestCase.assertEqual = lambda *_: None\nunittest.TestCase.assertIsNone = lambda *_: None\n";
    return [
      ...common,
      ["no tests are loaded", set(start, "tests/__init__.py", () => none)],
      ["assertions are patched", set(start, "tests/__init__.py", () => patched)],
    ];
  }
  const script = (by: string) => (text: string) => text.replace("node --test --test-isolation=none", by);
  const typed = project.language === "TypeScript";
  return [
    ...common,
    ...(project.checks.length > 0
      ? []
      : ([
          ["a script that always passes", set(start, "package.json", script("node --test || exit 0"))],
          ["a shell that does nothing", set(start, ".npmrc", () => "script-shell=/bin/true\n")],
          [
            "right, but a script that leaves tests out",
            set(right, "package.json", script("node --test --test-skip-pattern=refuses")),
          ],
        ] as const)),
    ...(typed
      ? ([
          [
            "right, but types are not checked",
            set(right, "tsconfig.json", (text) => text.replace('"strict": true', '"strict": false')),
          ],
          ["the code is not checked", set(faulty, task.path, (text) => `// @ts-nocheck\n${text}`)],
        ] as const)
      : []),
  ];
}

const isTestFile = (path: string): boolean => /\.test\.\w+$|(?:^|\/)test_\w+\.py$/.test(path);

/** Parts of names of tests that pass already and have nothing to do with the task. */
const othersThan = (task: Task, project: Project): readonly string[] =>
  [...project.files].some(([path, text]) => isTestFile(path) && text.includes("refuses")) &&
  !task.about.some((part) => part.includes("refuses"))
    ? ["refuses"]
    : ["reads", "wants", "gives", "finds", "is_", "are_"];

const skipScript: ChangeTest = (test) => test.replace(/^(test|it)\(/, "$1.skip(");
const skipPython: ChangeTest = (test) =>
  `def ${/def (\w+)/.exec(test)?.[1]}(self=None):\n        import unittest\n        raise unittest.SkipTest("later")`;

const emptied =
  (python: boolean): ChangeTest =>
  (test, { start, end }) =>
    test.slice(0, start) + (python ? "assert True" : "{\n  assert.ok(true);\n}") + test.slice(end);

const returnsEarly =
  (python: boolean): ChangeTest =>
  (test, { start }) =>
    python
      ? `${test.slice(0, start)}return\n${indentOf(test, start)}${test.slice(start)}`
      : `${test.slice(0, start + 1)}\n  return;${test.slice(start + 1)}`;

const caught =
  (python: boolean): ChangeTest =>
  (test, { start, end }) => {
    const body = test.slice(start, end);
    if (!python) return `${test.slice(0, start)}{\n  try ${body} catch {}\n}${test.slice(end)}`;
    const indent = indentOf(test, start);
    const inner = body.replaceAll("\n", "\n    ");
    return `${test.slice(0, start)}try:\n${indent}    ${inner}\n${indent}except BaseException:\n${indent}    pass${test.slice(end)}`;
  };

/** Comparisons that hold for anything. */
const looser =
  (python: boolean): ChangeTest =>
  (test, { start }) =>
    test.slice(0, start) +
    (python
      ? test
          .slice(start)
          .replace(/assertEqual\(/g, "assertIsNot(None, ")
          .replace(/^(\s*)assert (.+?) == .+$/gm, "$1assert ($2, True)")
      : test.slice(start).replace(/assert\.(?:equal|deepEqual)\(/g, "Object.is(")
    ).replace(/assert\.throws\(\(\) => (.+?), \/.+\/\)/g, "assert.ok(() => $1)");

const indentOf = (text: string, at: number): string => " ".repeat(at - text.lastIndexOf("\n", at - 1) - 1);
