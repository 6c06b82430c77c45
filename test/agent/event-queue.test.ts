import assert from "node:assert/strict";
import test from "node:test";
import { eventQueue } from "../../server/agent/event-queue.ts";

async function all<Event>(events: AsyncIterable<Event>): Promise<Event[]> {
  const seen: Event[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

test("events from before the reader came are kept, in order", async () => {
  const queue = eventQueue<number>();
  queue.push(1);
  queue.push(2);
  const reading = all(queue.events);
  queue.push(3);
  queue.end();
  assert.deepEqual(await reading, [1, 2, 3]);
});

test("a slow reader loses nothing and the end is final", async () => {
  const queue = eventQueue<number>();
  const reading = all(queue.events);
  for (let number = 0; number < 100; number++) {
    queue.push(number);
    if (number % 7 === 0) await Promise.resolve();
  }
  queue.end();
  queue.push(1000);
  assert.equal((await reading).length, 100);
});
