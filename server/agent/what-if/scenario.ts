import type { Kind } from "../../protocol/events.ts";
import { kinds } from "../../routing/kinds.ts";
import type { Knowledge } from "../../routing/knowledge.ts";
import { createRouter } from "../../routing/policy.ts";
import { mostOutcomes } from "../../routing/remember.ts";
import type { Conditions } from "../../routing/what-if/expect.ts";
import type { AttemptOutcome } from "../../spend/spend.ts";
import { routeFor } from "../ladder.ts";
import type { Parts } from "../parts.ts";
import type { Hindsight } from "./hindsight.ts";

/** The policy as it is in use, on other settings, learning from what really happened. `today` is how the settings really are. */
export function scenario(parts: Parts, today: Parts, hindsight: Hindsight): Conditions {
  const { attempts } = hindsight;
  const known = new Map<Kind, Knowledge>();
  const judged = attempts.filter(({ verdict }) => verdict !== undefined);
  return {
    policyBefore({ startedAt }) {
      const later = judged.findIndex(({ endedAt }) => endedAt >= startedAt);
      const before = judged.slice(0, later < 0 ? judged.length : later).slice(-mostOutcomes);
      const byKind = Map.groupBy(before.toReversed(), ({ kind }) => kind);
      const informed = new Map(kinds.map((kind) => [kind, withRouter(parts, byKind.get(kind) ?? [])]));
      return ({ kind, workspace }, tried) => {
        const needs = { kind, workspace, task: undefined, localOnly: false, contextNeeded: 0 };
        return routeFor({ ...needs, chosen: undefined, tried }, informed.get(kind) ?? parts);
      };
    },
    knowledge(kind) {
      const found = known.get(kind) ?? hindsight.knowledge(kind, parts, today);
      known.set(kind, found);
      return found;
    },
  };
}

/** A router of its own, which remembers what it learnt; no budget binds it. */
function withRouter(parts: Parts, outcomes: readonly AttemptOutcome[]): Parts {
  const spend: Parts["spend"] = { ...parts.spend, outcomes: () => outcomes, left: () => "unlimited" };
  return { ...parts, router: createRouter(), spend };
}
