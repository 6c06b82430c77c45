import type { TestContext } from "node:test";

const stacks = new WeakMap<TestContext, (() => unknown)[]>();

/** Like `t.after`, but what was made last ends first: an editor before the folders that it works in. */
export function afterwards(t: TestContext, end: () => unknown): void {
  const known = stacks.get(t);
  if (known !== undefined) {
    known.push(end);
    return;
  }
  const stack = [end];
  stacks.set(t, stack);
  t.after(async () => {
    for (const next of stack.toReversed()) await next();
  });
}
