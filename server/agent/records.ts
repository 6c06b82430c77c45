import type { ServedModel } from "../models/endpoint.ts";
import type { Kind } from "../protocol/events.ts";
import type { AttemptRecord, NewSubtask } from "../spend/spend.ts";
import type { Verdict } from "../verification/verdict.ts";
import { newId } from "./new-id.ts";
import { rungOf, type TaskScope } from "./task-scope.ts";

/** What begins or ends is in the ledger before anybody is told. */
export interface BegunSubtask {
  readonly subtask: string;
  end(verdict?: Verdict): void;
}

export function beginSubtask(
  about: Pick<NewSubtask, "parent" | "title" | "because" | "limit" | "expected"> & { readonly kind: Kind },
  models: readonly string[],
  { parts: { spend }, task, emit }: TaskScope,
): BegunSubtask {
  const subtask = newId("subtask");
  const { parent, kind, title, because } = about;
  spend.startSubtask({ ...about, subtask, task });
  emit({ type: "subtask-start", subtask, parent, kind, title, because, models });
  return {
    subtask,
    end(verdict) {
      spend.endSubtask(subtask, verdict?.kind);
      emit({ type: "subtask-end", subtask, verdict, cost: String(spend.spentBy(subtask)) });
    },
  };
}

export interface BegunAttempt {
  readonly attempt: string;
  readonly startedAt: number;
  end(ending: AttemptEnding): void;
}

export interface AttemptEnding {
  readonly end: string;
  /** For people. */
  readonly sentence: string;
  readonly verdict: Verdict | undefined;
  readonly edits?: NonNullable<AttemptRecord["edits"]>;
  /** Nano-dollars. */
  readonly spent: bigint;
}

export function beginAttempt(
  subtask: string,
  number: number,
  { id: model }: ServedModel,
  task: TaskScope,
): BegunAttempt {
  const { spend, clock } = task.parts;
  const attempt = newId("attempt");
  const startedAt = clock();
  const rung = rungOf(model, task);
  spend.startAttempt({ attempt, subtask, number, model, rung });
  task.emit({ type: "attempt-start", subtask, attempt, number, model, rung });
  return {
    attempt,
    startedAt,
    end({ end, sentence, verdict, edits = [], spent }) {
      const because = verdict?.because || sentence;
      const evidence = JSON.stringify(verdict?.evidence ?? []);
      spend.endAttempt(attempt, { end, verdict: verdict?.kind, because, evidence, grounds: verdict?.grounds, edits });
      const cost = String(spent);
      task.emit({ type: "attempt-end", attempt, end: sentence, verdict, cost, milliseconds: clock() - startedAt });
    },
  };
}
