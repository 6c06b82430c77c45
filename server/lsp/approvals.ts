import type { Person } from "../agent/agent.ts";

/** Approvals that wait for an answer. An answer counts once, and only with the hash of what was shown. */
export interface Approvals {
  readonly approve: Person["approve"];
  answer(approval: string, hash: string, allow: boolean): "accepted" | "stale";
}

export function createApprovals(): Approvals {
  const waiting = new Map<string, { readonly hash: string; readonly settle: (answer: "allow" | "deny") => void }>();
  return {
    approve(view, signal) {
      return new Promise((resolve) => {
        if (signal.aborted || waiting.has(view.approval)) return resolve("deny");
        const settle = (answer: "allow" | "deny") => {
          waiting.delete(view.approval);
          signal.removeEventListener("abort", deny);
          resolve(answer);
        };
        const deny = () => settle("deny");
        signal.addEventListener("abort", deny, { once: true });
        waiting.set(view.approval, { hash: view.hash, settle });
      });
    },
    answer(approval, hash, allow) {
      const entry = waiting.get(approval);
      if (entry === undefined || entry.hash !== hash) return "stale";
      entry.settle(allow ? "allow" : "deny");
      return "accepted";
    },
  };
}
