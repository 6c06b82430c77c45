import { nearest } from "../configuration/suggestion.ts";
import type { Kind } from "../protocol/events.ts";
import type { Forgetting } from "../spend/forgetting.ts";
import { namesOf } from "./ladder.ts";
import type { Parts } from "./parts.ts";

export interface ToForget {
  /** By its whole name, its name at the host or the name of its weights; undefined means all. */
  readonly model: string | undefined;
  readonly kind: Kind | undefined;
}

export type Forgot =
  /** How many judged attempts the router learns no more from, and of which models; undefined means all. */
  | { readonly kind: "forgotten"; readonly attempts: number; readonly models: readonly string[] | undefined }
  /** Ends in the next step. */
  | { readonly kind: "no-such-model"; readonly message: string };

/** The router begins again from what is assumed; the ledger keeps what happened. */
export function forgetRoutes(
  { model, kind }: ToForget,
  { configuration }: Pick<Parts, "configuration">,
  forget: (what: Forgetting) => number,
): Forgot {
  if (model === undefined) return { kind: "forgotten", attempts: forget({ model, kind }), models: undefined };
  const named = modelsNamed(model, configuration.served);
  if (named.kind === "none") return { kind: "no-such-model", message: named.message };
  const attempts = named.models.reduce((sum, each) => sum + forget({ model: each, kind }), 0);
  return { kind: "forgotten", attempts, models: named.models };
}

export type Named =
  | { readonly kind: "some"; readonly models: readonly string[] }
  | { readonly kind: "none"; readonly message: string };

/** The configured models that go by a name, or the name that was meant. */
export function modelsNamed(name: string, served: Parts["configuration"]["served"]): Named {
  const models = served.flatMap(({ id }) => (namesOf(id, served).includes(name) ? [id] : []));
  if (models.length > 0) return { kind: "some", models };
  const meant = nearest(
    name,
    served.flatMap(({ id }) => namesOf(id, served)),
  );
  const next = meant === undefined ? "`stepladder models` lists them" : `did you mean ${meant}?`;
  return { kind: "none", message: `No configured model is called ${name}; ${next}${meant === undefined ? "." : ""}` };
}
