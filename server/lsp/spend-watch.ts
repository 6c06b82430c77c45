import type { Books } from "../body.ts";
import type { BudgetsView } from "../protocol/requests.ts";
import { LedgerError } from "../spend/ledger-error.ts";

export interface SpendWatch {
  /** The books as they are now; undefined while there are none. A new configuration brings new ones. */
  readonly books: () => Books | undefined;
  readonly workspaces: () => readonly string[];
  readonly tell: (budgets: BudgetsView) => void;
}

/** At most twice a second. */
const leastBetween = 500;
/** So that a call's hold and what belongs to it are told together. */
const gathering = 50;
const lookEvery = 2_000;

/**
 * Tells the budgets whenever they are not what was told last: at once after a change in this process, within two seconds
 * after one in another, and when a day ends. Its timers keep no process alive, and looking reads one counter.
 */
export function watchSpend(watch: SpendWatch): { stop(): void } {
  let [watched, forget]: [Books | undefined, () => void] = [undefined, () => {}];
  let seen: string | undefined;
  let told: string | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  let due: NodeJS.Timeout | undefined;

  const tellNow = () => {
    due = undefined;
    const budgets = unlessUnreadable(() => watch.books()?.budgets(watch.workspaces()));
    const text = JSON.stringify(budgets);
    if (budgets === undefined || text === told) return;
    [told, toldAt] = [text, performance.now()];
    watch.tell(budgets);
  };
  const tellSoon = () => {
    if (due !== undefined) return;
    due = setTimeout(tellNow, Math.max(gathering, toldAt + leastBetween - performance.now()));
    due.unref();
  };
  const look = () => {
    const books = watch.books();
    if (books !== watched) {
      forget();
      [watched, forget] = [books, books?.onChange(tellSoon) ?? (() => {})];
    }
    const now = unlessUnreadable(() => `${books?.writtenElsewhere()} ${new Date().toDateString()}`);
    if (now === undefined || now === seen) return;
    seen = now;
    tellSoon();
  };

  look();
  const looking = setInterval(look, lookEvery);
  looking.unref();
  return {
    stop() {
      forget();
      clearInterval(looking);
      clearTimeout(due);
    },
  };
}

/** A ledger that can't be read is told by whoever asks for something; here is nobody to tell. */
function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}
