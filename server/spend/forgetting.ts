import type { DatabaseSync } from "node:sqlite";
import type { Kind } from "../protocol/events.ts";
import type { Transaction } from "./transaction.ts";

/** What the router shall forget; what is not named means all. */
export interface Forgetting {
  /** `ServedModel.id`. */
  readonly model: string | undefined;
  readonly kind: Kind | undefined;
}

export interface Forgettings {
  /** From now on nothing is learnt from the attempts so far. They stay in the ledger as they are. Returns how many those are. */
  forget(what: Forgetting, now: number): number;
}

/** An SQL condition: nothing may be learnt from this `attempt` any more. */
export function forgotten(kind: string): string {
  return `exists (select 1 from forgetting where attempt.ended_at <= forgetting.at
    and (forgetting.model is null or forgetting.model = attempt.model) and (forgetting.kind is null or forgetting.kind = ${kind}))`;
}

export function createForgettings(database: DatabaseSync, transaction: Transaction): Forgettings {
  const count = database.prepare(
    `select count(*) as count from attempt join subtask on subtask.id = attempt.subtask
     where attempt.verdict is not null and attempt.ended_at <= ?3 and (?1 is null or attempt.model = ?1)
       and (?2 is null or subtask.kind = ?2) and not ${forgotten("subtask.kind")}`,
  );
  const add = database.prepare("insert into forgetting (model, kind, at) values (?, ?, ?)");
  return {
    forget: ({ model = null, kind = null }, now) =>
      transaction(() => {
        const { count: attempts } = count.get(model, kind, now) ?? {};
        if (Number(attempts) > 0) add.run(model, kind, now);
        return Number(attempts);
      }),
  };
}
