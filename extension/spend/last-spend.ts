import { Disposable, type Event, EventEmitter } from "vscode";
import type { BudgetsView } from "../../server/protocol/requests.ts";
import type { Parts } from "../parts.ts";

/** The budgets as the server told them last, also in an earlier session. */
export interface LastSpend extends Disposable {
  readonly known: BudgetsView | undefined;
  readonly onDidChange: Event<BudgetsView>;
}

const key = "stepladder.spend.last";

export function followSpend({ context, server }: Pick<Parts, "context" | "server">): LastSpend {
  let known = context.globalState.get<BudgetsView>(key);
  const changed = new EventEmitter<BudgetsView>();
  const listener = server.onDidChangeSpend((budgets) => {
    known = budgets;
    void context.globalState.update(key, budgets);
    changed.fire(budgets);
  });
  return {
    get known() {
      return known;
    },
    onDidChange: changed.event,
    dispose: () => Disposable.from(listener, changed).dispose(),
  };
}
