import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Ledger } from "../../server/spend/ledger.ts";
import { nano } from "../../server/spend/money.ts";
import { budget, newCall, open, posted, startAttempt, startSubtask, startWork, usd, type Work } from "./fixtures.ts";

/** The ledger reduced to what must hold: what each call counts, and where. */
interface Model {
  readonly calls: Map<
    string,
    { state: "held" | "posted" | "void" | "unknown"; held: bigint; cost: bigint; child: boolean }
  >;
}

interface Real {
  readonly ledger: Ledger;
  readonly root: Work;
  readonly child: Work;
}

const limit = usd("0.02");
const childLimit = usd("0.008");

function counted(model: Model, onlyChild: boolean): bigint {
  let total = 0n;
  for (const call of model.calls.values()) {
    if (onlyChild && !call.child) continue;
    if (call.state === "posted") total += call.cost;
    if (call.state === "held" || call.state === "unknown") total += call.held;
  }
  return total;
}

function check(model: Model, real: Real): void {
  const { ledger, root, child } = real;
  assert.equal(ledger.spentBy(root.subtask), counted(model, false));
  assert.equal(ledger.spentBy(child.subtask), counted(model, true));
  const left = limit - counted(model, false);
  assert.equal(ledger.left({ task: root.task, workspace: "/work" }), left > 0n ? left : 0n);
}

type Step = fc.Command<Model, Real>;

function reserve(child: boolean, input: number, output: number, minimum: number): Step {
  return {
    check: () => true,
    run(model, real) {
      const call = newCall(child ? real.child : real.root, {
        inputTokens: input,
        maxOutputTokens: output,
        minOutputTokens: Math.min(minimum, output),
      });
      const room = limit - counted(model, false);
      const childRoom = childLimit - counted(model, true);
      const left = child && childRoom < room ? childRoom : room;
      const result = real.ledger.reserve(call);
      const affordable = left / 1000n - BigInt(input);
      const expected = affordable >= BigInt(output) ? BigInt(output) : affordable;
      if (result.kind === "held") {
        assert.equal(BigInt(result.maxOutputTokens), expected);
        model.calls.set(call.call, { state: "held", held: result.held, cost: 0n, child });
        assert.ok(result.held <= left);
      } else {
        assert.equal(result.kind, "over-budget");
        assert.ok(expected < BigInt(call.minOutputTokens));
      }
      check(model, real);
    },
    toString: () => `reserve(${child}, ${input}, ${output}, ${minimum})`,
  };
}

function settle(which: number, kind: "posted" | "void" | "unknown", tokens: number): Step {
  return {
    check: (model) => model.calls.size > 0,
    run(model, real) {
      const [id, call] = pick(model, which);
      const settlement =
        kind === "posted"
          ? posted(tokens, 0)
          : kind === "void"
            ? { kind, because: "" }
            : { kind, because: "", usage: undefined };
      real.ledger.settle(id, settlement);
      if (call.state === "held") Object.assign(call, { state: kind, cost: BigInt(tokens) * 1000n });
      check(model, real);
    },
    toString: () => `settle(${which}, ${kind}, ${tokens})`,
  };
}

function reconcile(which: number, amount: bigint | undefined): Step {
  return {
    check: (model) => model.calls.size > 0,
    run(model, real) {
      const [id, call] = pick(model, which);
      const result = real.ledger.reconcile(id, amount === undefined ? "unbilled" : { usd: nano(amount) });
      assert.equal(result.kind, call.state === "unknown" ? "reconciled" : "not-unknown");
      if (call.state === "unknown")
        Object.assign(call, amount === undefined ? { state: "void" } : { state: "posted", cost: amount });
      check(model, real);
    },
    toString: () => `reconcile(${which}, ${amount})`,
  };
}

function pick(model: Model, which: number) {
  const entry = [...model.calls][which % model.calls.size];
  if (entry === undefined) throw new Error("there is no call");
  return entry;
}

test("any sequence of reserving, settling and reconciling agrees with a simple model", (t) => {
  const ledger = open(t, { budgets: [budget("0.02", "task")] });
  const which = fc.nat(20);
  const steps = [
    fc
      .tuple(
        fc.boolean(),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 5000 }),
      )
      .map((each) => reserve(...each)),
    fc.tuple(which, fc.constantFrom("posted", "void", "unknown"), fc.nat(12_000)).map((each) => settle(...each)),
    fc
      .tuple(which, fc.option(fc.bigInt({ min: 0n, max: 5_000_000n }), { nil: undefined }))
      .map((each) => reconcile(...each)),
  ];
  fc.assert(
    fc.property(fc.commands(steps, { maxCommands: 40 }), (commands) => {
      const root = startWork(ledger);
      const child: Work = { task: root.task, subtask: `${root.task}-child`, attempt: `${root.task}-child-1` };
      startSubtask(ledger, root.task, child.subtask, root.subtask, childLimit);
      startAttempt(ledger, child.subtask, child.attempt, 1);
      fc.modelRun(() => ({ model: { calls: new Map() }, real: { ledger, root, child } }), commands);
    }),
    { numRuns: 60 },
  );
  assert.deepEqual(ledger.verifyBalances(), []);
});
