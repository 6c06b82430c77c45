/**
 * Brings the items of two sources, a replay and what is told live, into one order: by index, from 0, each once. What comes too
 * early waits for what is missing.
 */
export class EventSequence<T> {
  readonly #deliver: (item: T, index: number) => void;
  readonly #early = new Map<number, T>();
  #next = 0;

  constructor(deliver: (item: T, index: number) => void) {
    this.#deliver = deliver;
  }

  /** Index of the first item that has not come. */
  get next(): number {
    return this.#next;
  }

  add(index: number, item: T): void {
    if (index < this.#next) return;
    this.#early.set(index, item);
    for (;;) {
      const due = this.#next;
      const waiting = this.#early.get(due);
      if (waiting === undefined) return;
      this.#early.delete(due);
      this.#next++;
      this.#deliver(waiting, due);
    }
  }
}
