import type { Candidate, Route, RouteRequest } from "./route.ts";

export type Able =
  | { readonly kind: "able"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "none"; readonly route: Route };

/** Those that may take the work at all. Nothing that they would save is traded for a constraint. */
export function able(request: RouteRequest): Able {
  const chosen = request.pinned
    ? request.pinned.flatMap((id) => request.candidates.filter((candidate) => candidate.id === id))
    : request.candidates;
  const none = (reason: string): Able => ({ kind: "none", route: { kind: "no-able-model", because: reason } });
  if (chosen.length === 0) return none("No model is configured; `stepladder doctor` says how to add one.");
  const near = request.localOnly ? chosen.filter((candidate) => candidate.local) : chosen;
  if (near.length === 0) return none("This touches a local-only path, and no local model is configured.");
  const wide = near.filter((candidate) => candidate.context >= request.contextNeeded);
  if (wide.length === 0) {
    return none(`This needs a context of ${request.contextNeeded} tokens, and no model that may be used has it.`);
  }
  const priced = wide.filter((candidate) => candidate.typicalCost !== undefined);
  if (priced.length === 0)
    return { kind: "none", route: { kind: "price-unknown", models: wide.map((candidate) => candidate.id) } };
  return { kind: "able", candidates: priced };
}
