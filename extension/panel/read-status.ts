import type { Status } from "../../media/task-panel/messages.ts";
import type { ServerState } from "../connection/server.ts";

/** The server's state as the panel shows it. */
export function serverStatus(state: ServerState): Status["server"] {
  switch (state.kind) {
    case "not-started":
      return { kind: "idle" };
    case "starting":
      return { kind: "starting" };
    case "failed":
      return { kind: "failed", message: state.message };
    case "running":
      return state.configuration.kind === "invalid"
        ? { kind: "invalid", problems: state.configuration.problems }
        : { kind: "running" };
  }
}
