import type { Continuation, TaskRequest, UndoResult } from "../agent/agent.ts";
import type { Params, UndoView } from "../protocol/requests.ts";
import { changedFileView, shownText } from "./changed-files.ts";
import { type Failure, failure } from "./failure.ts";
import type { Handler } from "./handler.ts";
import type { Session } from "./session.ts";

export const startTask: Handler<"stepladder/task/start"> = (params, session) => {
  const request = taskRequest(params, session);
  return "code" in request ? request : { task: session.tasks.start(session.body.agent, request) };
};

export const quote: Handler<"stepladder/quote"> = async (params, session) => {
  const request = taskRequest(params, session);
  if ("code" in request) return request;
  const result = await session.body.agent.quote(request);
  return result.kind === "quote" ? result.quote : failure("refused", result.message);
};

export const cancelTask: Handler<"stepladder/task/cancel"> = ({ task }, { tasks }) => {
  const running = tasks.find(task);
  if (running === undefined) return unknownTask(task);
  running.cancel();
  return {};
};

export const followTask: Handler<"stepladder/task/follow"> = ({ task, from }, { tasks }) => {
  const running = tasks.find(task);
  if (running === undefined) return unknownTask(task);
  running.follow();
  return { events: running.events.slice(from), next: running.events.length, ended: running.ended() };
};

export const approve: Handler<"stepladder/approve"> = ({ approval, hash, allow }, { approvals }) => {
  if (approvals.answer(approval, hash, allow) === "accepted") return {};
  return failure(
    "stale-approval",
    "This is not waiting for an answer any more, or it is not what was shown. Nothing was allowed.",
  );
};

export const answer: Handler<"stepladder/answer"> = ({ task, question, text }, { tasks }) => {
  const running = tasks.find(task);
  if (running === undefined) return unknownTask(task);
  if (running.answer(question, text ?? undefined) === "accepted") return {};
  return failure("stale-question", "This question is not waiting for an answer any more.");
};

function taskRequest(params: Params<"stepladder/task/start">, session: Session): TaskRequest | Failure {
  const workspace = session.workspaces.find(params.workspace);
  if (workspace === undefined) return noWorkspace(params.workspace);
  return {
    prompt: params.prompt,
    workspace,
    mode: params.mode,
    kind: params.kind,
    checks: params.checks,
    allow: params.allow,
    budget: params.budget === undefined ? undefined : BigInt(params.budget),
    model: params.model,
    context: params.context,
    ...(params.continues === undefined ? {} : { continues: continuation(params.continues) }),
  };
}

export function continuation({
  task,
  how,
  hint,
}: NonNullable<Params<"stepladder/task/start">["continues"]>): Continuation {
  return { task, how, hint };
}

export function noWorkspace(asked: string | undefined): Failure {
  const message =
    asked === undefined
      ? "It is not clear which folder is meant. Open exactly one, or name one."
      : `${asked} is not open in the editor. Open it first.`;
  return failure("no-workspace", message);
}

function unknownTask(task: string): Failure {
  return failure("no-such-task", `${task} was not started here, or ended long ago. Its receipt is in the ledger.`);
}

export const undo: Handler<"stepladder/undo"> = async ({ task, workspace, paths }, session) => {
  const root = session.workspaces.find(workspace);
  if (root === undefined) return noWorkspace(workspace);
  return undoView(await session.body.agent.undo(task, root, paths), task);
};

function undoView(result: UndoResult, task: string): UndoView | Failure {
  switch (result.kind) {
    case "undone":
      return { kind: "undone", restored: result.restored, conflicts: [] };
    case "partly":
      return result;
    case "nothing-to-undo":
      return { kind: "nothing-to-undo", restored: [], conflicts: [] };
    case "still-running":
      return failure("refused", "The task is still running. Cancel it first: that takes its changes back too.");
    case "no-such-task":
      return failure("no-such-task", `Nothing is kept of ${task}.`);
  }
}

export const keep: Handler<"stepladder/keep"> = ({ task }, { body }) => {
  if (body.agent.keep(task)) return {};
  const outcome = body.books.receipt(task)?.outcome;
  if (outcome === undefined) return failure("no-such-task", `The ledger knows no ${task}.`);
  if (outcome === "kept") return {};
  return failure("refused", `Only what an unproved task left can be kept; this one ended as ${outcome}.`);
};

export const escalateTask: Handler<"stepladder/task/escalate"> = ({ task, hint }, { tasks }) => {
  const running = tasks.find(task);
  if (running === undefined) return unknownTask(task);
  if (running.ended()) return failure("refused", "The task has ended. Start it again with a stronger model.");
  const result = running.escalate(hint);
  return result.kind === "escalated" ? {} : failure("refused", result.message);
};

export const changes: Handler<"stepladder/task/changes"> = async ({ task, workspace }, session) => {
  const root = session.workspaces.find(workspace);
  if (root === undefined) return noWorkspace(workspace);
  const changed = await session.body.agent.changes(task, root);
  return { files: (changed ?? []).map(changedFileView) };
};

export const before: Handler<"stepladder/task/before"> = async ({ task, workspace, path }, session) => {
  const root = session.workspaces.find(workspace);
  if (root === undefined) return noWorkspace(workspace);
  const bytes = await session.body.agent.before(task, root, path);
  if (bytes === undefined) return failure("no-such-task", `Nothing of ${path} is kept from before ${task}.`);
  if (bytes === "absent") return { text: undefined };
  const text = shownText(bytes);
  return text === undefined ? failure("refused", `${path} is too large to be shown, or no text.`) : { text };
};

export const commitMessage: Handler<"stepladder/commit-message"> = async ({ workspace }, session) => {
  const root = session.workspaces.find(workspace);
  if (root === undefined) return noWorkspace(workspace);
  const { agent } = session.body;
  const prepared = await agent.commitMessage(root);
  if (prepared.kind === "refused") return failure("refused", prepared.message);
  return { task: session.tasks.start(agent, prepared.request) };
};
