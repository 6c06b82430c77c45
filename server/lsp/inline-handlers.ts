import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname } from "node:path";
import type { TaskRequest } from "../agent/agent.ts";
import type { Params } from "../protocol/requests.ts";
import { type Failure, failure } from "./failure.ts";
import type { Handler } from "./handler.ts";
import type { Session, Workspaces } from "./session.ts";
import { continuation, noWorkspace } from "./task-handlers.ts";
import { canonicalPath } from "./workspaces.ts";

export const startInline: Handler<"stepladder/inline/start"> = (params, session) => {
  const request = inlineRequest(params, session);
  return "code" in request ? request : { task: session.tasks.start(session.body.agent, request) };
};

/** Before the user has typed: no prompt has a price, and hardly any weight beside the document. */
const anyPrompt = "Edit these lines.";

export const quoteInline: Handler<"stepladder/inline/quote"> = async ({ prompt = anyPrompt, ...params }, session) => {
  const request = inlineRequest({ ...params, prompt }, session);
  if ("code" in request) return request;
  const result = await session.body.agent.quote(request);
  return result.kind === "quote" ? result.quote : failure("refused", result.message);
};

export const decideInline: Handler<"stepladder/inline/decide"> = ({ task, decision }, { body, tasks }) => {
  if (tasks.find(task)?.ended() === false) return failure("refused", "The edit is still running. Stop it first.");
  if (body.agent.decide(task, decision)) return {};
  if (body.books.receipt(task) === undefined) return failure("no-such-task", `The ledger knows no ${task}.`);
  return {};
};

function inlineRequest(params: Params<"stepladder/inline/start">, session: Session): TaskRequest | Failure {
  const path = canonicalPath(params.uri);
  if (params.workspace !== undefined && session.workspaces.find(params.workspace) === undefined)
    return noWorkspace(params.workspace);
  return {
    prompt: params.prompt,
    workspace: scopeOf(path, params.workspace, session.workspaces),
    mode: "edit",
    kind: "inline-edit",
    checks: [],
    allow: [],
    budget: params.budget === undefined ? undefined : BigInt(params.budget),
    model: params.model,
    ...(params.continues === undefined ? {} : { continues: continuation(params.continues) }),
    oneCall: {
      kind: "inline-edit",
      uri: params.uri,
      path,
      languageId: params.languageId,
      text: params.text,
      startLine: params.startLine,
      endLine: params.endLine,
      diagnostics: params.diagnostics,
    },
  };
}

/**
 * The folder whose budgets and local-only globs count: the open folder that holds the document, else the document's own. A
 * document without a file belongs to the folder that was named or the only one that is open, else to the user's home.
 */
function scopeOf(path: string | undefined, asked: string | undefined, workspaces: Workspaces): string {
  if (path === undefined) return workspaces.find(asked) ?? realpathSync.native(homedir());
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const root = workspaces.find(folder);
    if (root !== undefined) return root;
    if (folder === dirname(folder)) return nearestFolder(path);
  }
}

/** A document that was never saved may stand in a folder that is not there yet. */
function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
