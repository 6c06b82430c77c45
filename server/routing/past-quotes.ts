/** How what was expected of this kind of work turned out, faded: sums over so many tasks, in US dollars. */
export interface PastQuotes {
  tasks: number;
  expected: number;
  cost: number;
}

/** As if so many tasks had cost what was expected of them, before any did. */
const assumedTasks = 15;
/** Of the last tasks about so many count. */
const remembered = 100;
/** Beyond this nothing is corrected: so far off, it says more of a few tasks than of the next one. */
const mostOff = 3;

export function noPastQuotes(): PastQuotes {
  return { tasks: 0, expected: 0, cost: 0 };
}

/** Amounts in US dollars. */
export function learnQuote(past: PastQuotes, expected: number, cost: number): void {
  fadeQuotes(past, 1 - 1 / remembered);
  past.tasks += 1;
  past.expected += expected;
  past.cost += cost;
}

export function fadeQuotes(past: PastQuotes, kept: number): void {
  past.tasks *= kept;
  past.expected *= kept;
  past.cost *= kept;
}

/**
 * How many times what is expected the next task will likely cost. Beliefs of each model's cost and of how hard tasks are change
 * slowly, so that choices are steady; where all of them together lie off, this shows it much sooner.
 */
export function correctionBy({ tasks, expected, cost }: PastQuotes): number {
  if (expected === 0) return 1;
  const assumed = (assumedTasks * expected) / tasks;
  return Math.min(mostOff, Math.max(1 / mostOff, (cost + assumed) / (expected + assumed)));
}
