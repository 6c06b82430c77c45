import type { Body, Compose, Composed, FromEditor, OpenDocuments } from "../body.ts";
import type { ConfigureView, Params } from "../protocol/requests.ts";
import { type Failure, failure } from "./failure.ts";
import type { Session } from "./session.ts";

/** The session as it is now. Another one takes its place whenever settings, keys or trust change. */
export interface Sessions {
  current(): Session | Failure;
  /** For the first time. Never rejects: a body that can't be built is the answer to all that comes after. */
  start(parts: SessionParts, from: StartedWith): Promise<Composed>;
  /** One after the other, in the order in which they were asked for. */
  configure(params: Params<"stepladder/configure">): Promise<ConfigureView>;
  /** From now on nothing is served; returns what has to be closed. */
  end(): Session | undefined;
}

/** What all sessions of a connection share. */
export type SessionParts = Pick<Session, "workspaces" | "approvals" | "tasks" | "tellPull">;

export interface StartedWith extends Asked {
  readonly ripgrep: string | undefined;
}

type Asked = FromEditor & { readonly trusted: boolean };

export function createSessions(compose: Compose, env: NodeJS.ProcessEnv, documents: OpenDocuments): Sessions {
  let current: Session | Failure = failure("not-configured", "The client has not sent initialize.");
  let parts: SessionParts | undefined;
  let ripgrep: string | undefined;
  let ended = false;
  let asked: Asked = { settings: {}, keys: {}, trusted: false };
  let last: Promise<unknown> = Promise.resolve();

  const build = async (fromEditor: FromEditor): Promise<Composed> => {
    if (!("code" in current)) return safely(current.body.reconfigure(fromEditor));
    return safely(compose({ env, documents, fromEditor, ripgrep }));
  };

  const change = async ({ settings, keys, trusted }: Asked): Promise<Composed> => {
    if (parts === undefined || ended) return { kind: "unavailable", message: notServing };
    asked = { settings, keys, trusted };
    const composed = await build({ settings, keys });
    const body = bodyIn(composed) ?? ("code" in current ? undefined : current.body);
    const notConfigured = composed.kind === "ready" ? undefined : whyNot(composed);
    if (ended) body?.agent.close();
    else if (body !== undefined) current = { ...parts, body, trusted, notConfigured, refresh };
    else if (notConfigured !== undefined) current = notConfigured;
    return composed;
  };

  const refresh = async (): Promise<Session> => {
    await inTurn(() => change(asked));
    if ("code" in current) throw current;
    return current;
  };

  const inTurn = (work: () => Promise<Composed>): Promise<Composed> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };

  return {
    current: () => current,
    start(given, from) {
      parts = given;
      ripgrep = from.ripgrep;
      return inTurn(() => change(from));
    },
    configure: async (params) => configureView(await inTurn(() => change(params))),
    end() {
      const session = "code" in current ? undefined : current;
      ended = true;
      current = failure("not-configured", notServing);
      return session;
    },
  };
}

const notServing = "The server is shutting down.";

async function safely(composing: Promise<Composed>): Promise<Composed> {
  try {
    return await composing;
  } catch (error) {
    return { kind: "unavailable", message: error instanceof Error ? error.message : String(error) };
  }
}

function bodyIn(composed: Composed): Body | undefined {
  switch (composed.kind) {
    case "ready":
      return composed.body;
    case "invalid":
      return composed.past();
    case "unavailable":
      return undefined;
  }
}

function whyNot(composed: Exclude<Composed, { kind: "ready" }>): Failure {
  return failure("not-configured", problemLines(composed).join("\n"));
}

/** One line for each thing that has to be mended. */
export function problemLines(composed: Exclude<Composed, { kind: "ready" }>): readonly string[] {
  if (composed.kind === "unavailable") return [composed.message];
  const { problems, settingProblems } = composed;
  const inFile = problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  return [...settingProblems.map(({ message }) => message), ...inFile];
}

function configureView(composed: Composed): ConfigureView {
  switch (composed.kind) {
    case "ready":
      return { kind: "ready", notices: composed.notices };
    case "unavailable":
      return { kind: "invalid", problems: [{ where: "Stepladder", message: composed.message }] };
    case "invalid": {
      const inFile = composed.problems.map(({ file, line, column, message }) => ({
        where: `${file}:${line}:${column}`,
        message,
      }));
      return { kind: "invalid", problems: [...composed.settingProblems, ...inFile] };
    }
  }
}
