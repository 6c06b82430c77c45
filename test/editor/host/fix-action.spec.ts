import assert from "node:assert/strict";
import {
  type CodeAction,
  commands,
  Diagnostic,
  type DiagnosticCollection,
  DiagnosticSeverity,
  languages,
  Range,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import type { FixRequest } from "../../../extension/problems/fix-problems.ts";

const line = (number: number) => new Range(number, 0, number, 4);

describe("Fix with Stepladder", () => {
  let problems: DiagnosticCollection;
  let document: TextDocument;

  before(async () => {
    problems = languages.createDiagnosticCollection("host-suite");
    const folder = workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    document = await workspace.openTextDocument(Uri.joinPath(folder, "src", "dates.js"));
  });
  afterEach(() => problems.clear());
  after(() => problems.dispose());

  it("is offered on an error of any tool, as a quick fix of just this error", async () => {
    const error = new Diagnostic(line(1), "this is wrong");
    problems.set(document.uri, [error]);
    const [action, ...others] = await ours(document, line(1));
    assert.deepEqual(others, []);
    assert.equal(action?.title, "Fix with Stepladder");
    assert.equal(action?.command?.command, "stepladder.fixProblems");
    const [request] = (action?.command?.arguments ?? []) as readonly FixRequest[];
    assert.equal(request?.uri.toString(), document.uri.toString());
    assert.deepEqual(
      request?.problems?.map(({ message }) => message),
      ["this is wrong"],
    );
  });

  it("is offered for all problems of the file when there are two, hints left out", async () => {
    const hint = new Diagnostic(line(3), "could be shorter", DiagnosticSeverity.Hint);
    problems.set(document.uri, [new Diagnostic(line(1), "wrong"), new Diagnostic(line(2), "wrong too"), hint]);
    const titles = (await ours(document, line(1))).map(({ title }) => title);
    assert.deepEqual(titles.toSorted(), ["Fix all 2 problems in this file with Stepladder", "Fix with Stepladder"]);
  });

  it("is not offered where nothing is wrong", async () => {
    assert.deepEqual(await ours(document, line(1)), []);
  });

  it("edits in place what is no file of the folder", async () => {
    const untitled = await workspace.openTextDocument({ content: "let a = ;\n", language: "javascript" });
    problems.set(untitled.uri, [new Diagnostic(line(0), "wrong")]);
    const [action] = await ours(untitled, line(0));
    assert.equal(action?.command?.command, "stepladder.editSelection");
    assert.match(action.command.arguments?.[0], /^Fix this problem.*: wrong$/);
  });
});

/** The editor learns of problems a moment after they are set, so what it offers is asked for as a user sees it. */
async function ours(document: TextDocument, range: Range): Promise<readonly CodeAction[]> {
  const all = await commands.executeCommand<CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range);
  return all.filter(({ title }) => title.includes("Stepladder"));
}
