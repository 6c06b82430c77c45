import type { Person } from "../agent/agent.ts";

/** Questions of one task that wait for an answer, known by their text. */
export interface Questions {
  readonly answer: Person["answer"];
  /** Answers the oldest question with this text. */
  settle(question: string, text: string | undefined): "accepted" | "stale";
}

export function createQuestions(): Questions {
  const waiting: { readonly question: string; readonly resolve: (text: string | undefined) => void }[] = [];
  return {
    answer(question, signal) {
      return new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined);
        const entry = { question, resolve };
        waiting.push(entry);
        signal.addEventListener("abort", () => remove(entry)?.resolve(undefined), { once: true });
      });
    },
    settle(question, text) {
      const entry = waiting.find((it) => it.question === question);
      if (entry === undefined) return "stale";
      remove(entry)?.resolve(text);
      return "accepted";
    },
  };

  function remove(entry: (typeof waiting)[number]) {
    const index = waiting.indexOf(entry);
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  }
}
