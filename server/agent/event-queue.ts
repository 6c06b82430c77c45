/** Events from a running task to whoever follows it: nothing is lost before the reader comes, and the end is final. */
export function eventQueue<Event>(): { push(event: Event): void; end(): void; readonly events: AsyncIterable<Event> } {
  const waiting: Event[] = [];
  let ended = false;
  let wake = () => {};

  async function* read(): AsyncGenerator<Event> {
    for (;;) {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next;
      if (ended) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    push(event) {
      if (ended) return;
      waiting.push(event);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    events: read(),
  };
}
