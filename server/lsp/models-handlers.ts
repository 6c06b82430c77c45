import { atIntervals } from "./at-intervals.ts";
import { failure, requestCancelled } from "./failure.ts";
import type { Handler } from "./handler.ts";
import { noWorkspace } from "./task-handlers.ts";

/** Milliseconds between two reports of a pull. */
const progressInterval = 250;

export const models: Handler<"stepladder/models"> = async (_params, session, signal) => {
  // What was found may have changed since: an Ollama that was started, a model that was pulled.
  const { body } = session.body.configuration.origin === "found" ? await session.refresh() : session;
  return body.models.view(signal);
};

export const listModels: Handler<"stepladder/models/list"> = async ({ dialect, url, key }, { body }, signal) => {
  const listed = await body.models.list({ dialect, url, key }, signal);
  if (signal.aborted) return requestCancelled();
  if (listed.kind === "listed") return { models: listed.models };
  return failure(listed.kind === "refused" ? "refused" : "failed", listed.because);
};

export const testModel: Handler<"stepladder/models/test"> = async ({ model, workspace }, session, signal) => {
  const root = session.workspaces.find(workspace);
  if (workspace !== undefined && root === undefined) return noWorkspace(workspace);
  // Without a folder only the budgets for everything apply.
  const result = await session.body.models.test(model, root ?? "", signal);
  if (result.kind === "tested") return result.view;
  return failure("refused", `${model} is not configured. Choose it first, then test it.`);
};

export const pullModel: Handler<"stepladder/models/pull"> = async ({ model, url }, session, signal) => {
  const progress = atIntervals(session.tellPull, progressInterval);
  const result = await session.body.models.pull({ model, url }, (now) => progress.push({ model, ...now }), signal);
  progress.flush();
  switch (result.kind) {
    case "pulled":
      await session.refresh();
      return {};
    case "cancelled":
      return requestCancelled();
    case "failed":
      return failure("failed", result.because);
  }
};

export const doctor: Handler<"stepladder/doctor"> = async ({ workspace }, session, signal) => {
  const root = session.workspaces.find(workspace);
  if (workspace !== undefined && root === undefined) return noWorkspace(workspace);
  return { findings: await session.body.diagnose(signal, root) };
};
