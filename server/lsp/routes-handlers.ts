import { routesView } from "../routes-view.ts";
import { failure } from "./failure.ts";
import type { Handler } from "./handler.ts";
import { noWorkspace } from "./task-handlers.ts";

/** Without a workspace the first one; in none, what holds wherever nothing is known of the repository. */
export const routes: Handler<"stepladder/routes"> = ({ workspace }, { body, workspaces }) => {
  const root = workspace === undefined ? (workspaces.roots()[0] ?? "") : workspaces.find(workspace);
  return root === undefined ? noWorkspace(workspace) : routesView(body.routes(root));
};

export const forget: Handler<"stepladder/routes/forget"> = ({ model, kind }, { body }) => {
  const forgot = body.forget({ model, kind });
  return forgot.kind === "forgotten" ? { attempts: forgot.attempts } : failure("failed", forgot.message);
};
