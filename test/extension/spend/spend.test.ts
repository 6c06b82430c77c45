import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { budgetAlerts } from "../../../extension/spend/budget-alerts.ts";
import { typedAmount } from "../../../extension/spend/budget-amount.ts";
import { limitIn, withFolderBudget } from "../../../extension/spend/budget-settings.ts";
import { markdownText } from "../../../extension/spend/markdown-text.ts";
import { summaryOf } from "../../../extension/spend/spend-summary.ts";
import type { BudgetsView, BudgetView } from "../../../server/protocol/requests.ts";

const now = new Date(2026, 10, 21, 12);
const tonight = new Date(2026, 10, 22).toISOString();

function budgetOf(changes: Partial<BudgetView>): BudgetView {
  const day = { scope: "everything", window: "day", limit: "10000000000", posted: "0", held: "0" } as const;
  return { ...day, level: "fine", resetsAt: tonight, ...changes };
}

function known(...budgets: readonly BudgetView[]): BudgetsView {
  return { day: "2026-11-21", today: "420000000", todayHeld: "5", budgets, atLimit: "ask" };
}

describe("what the status bar shows", () => {
  test("the limit of which the largest share is spent or held is the nearest", () => {
    const day = budgetOf({ posted: "5000000000" });
    const folder = budgetOf({ scope: "/a", limit: "1000000000", posted: "400000000", held: "200000000" });
    const task = budgetOf({ window: "task", limit: "1", posted: "0", level: "reached", resetsAt: undefined });
    assert.equal(summaryOf(known(task, day, folder), now).nearest, folder);
    assert.equal(summaryOf(known(task), now).nearest, undefined);
  });

  test("with nothing spent the day for everything comes first, and a limit of nothing before all", () => {
    const month = budgetOf({ window: "month", resetsAt: "2026-12-01T00:00:00.000Z" });
    const day = budgetOf({});
    assert.equal(summaryOf(known(month, budgetOf({ scope: "/a" }), day), now).nearest, day);
    const none = budgetOf({ window: "month", limit: "0" });
    assert.equal(summaryOf(known(day, none), now).nearest, none);
  });

  test("what was known yesterday counts nothing today, and a month that goes on still counts", () => {
    const day = budgetOf({ posted: "9000000000", level: "warning" });
    const month = budgetOf({ window: "month", posted: "1", resetsAt: "2026-12-01T00:00:00.000Z" });
    const tomorrow = summaryOf(known(day, month), new Date(2026, 10, 22, 0, 0, 1));
    assert.deepEqual([tomorrow.today, tomorrow.todayHeld], ["0", "0"]);
    const [first, second] = tomorrow.budgets;
    assert.equal(first, month);
    assert.deepEqual([second?.posted, second?.level], ["0", "fine"]);
  });
});

describe("messages about budgets", () => {
  const near = budgetOf({ posted: "8500000000", level: "warning" });

  test("each cause is told once, and a limit that is reached after its warning is told again", () => {
    const first = budgetAlerts(known(near), [], now);
    assert.deepEqual(
      first.alerts.map(({ budget }) => budget),
      [near],
    );
    const again = budgetAlerts(known({ ...near, posted: "8600000000" }), first.told, now);
    assert.deepEqual(again, { alerts: [], told: first.told });
    const reached = budgetAlerts(known({ ...near, level: "reached" }), first.told, now);
    assert.equal(reached.alerts.length, 1);
  });

  test("another day or another limit is another cause, and ended ones are forgotten", () => {
    const { told } = budgetAlerts(known(near), [], now);
    assert.equal(budgetAlerts(known({ ...near, limit: "9000000000" }), told, now).alerts.length, 1);
    const tomorrow = budgetAlerts(
      known({ ...near, resetsAt: "2026-11-24T00:00:00.000Z" }),
      told,
      new Date(2026, 10, 22, 1),
    );
    assert.deepEqual([tomorrow.alerts.length, tomorrow.told.length], [1, 1]);
  });

  test("budgets of tasks and budgets of nothing are not told", () => {
    const quiet = [budgetOf({ window: "task", level: "reached" }), budgetOf({ limit: "0", level: "reached" })];
    assert.deepEqual(budgetAlerts(known(...quiet), [], now).alerts, []);
  });
});

describe("what is typed for a budget", () => {
  test("dollars, zero and the words that remove it are understood, all else is not", () => {
    const words = ["none", "keine"];
    assert.deepEqual(typedAmount(" $2.50", words), { kind: "amount", usd: 2.5 });
    assert.deepEqual(typedAmount("0", words), { kind: "amount", usd: 0 });
    assert.deepEqual(typedAmount("Keine", words), { kind: "none" });
    for (const text of ["", "-1", "ten", "1,5", "1e3"]) assert.equal(typedAmount(text, words).kind, "invalid", text);
  });

  test("a folder's limit is set beside the others and removed with what it leaves empty", () => {
    const both = withFolderBudget({ "/b": { week: 1 } }, { folder: "/a", window: "day" }, 2);
    assert.deepEqual(both, { "/a": { day: 2 }, "/b": { week: 1 } });
    assert.deepEqual(withFolderBudget(both, { folder: "/a", window: "day" }, undefined), { "/b": { week: 1 } });
    assert.equal(withFolderBudget({ "/a": { day: 2 } }, { folder: "/a", window: "day" }, undefined), undefined);
    assert.deepEqual(withFolderBudget("broken", { folder: "/a", window: "day" }, 0), { "/a": { day: 0 } });
    assert.equal(limitIn(both, ["/a", "day"]), 2);
    assert.equal(limitIn({ "/a": { day: "2" } }, ["/a", "day"]), undefined);
  });
});

test("no text breaks out of a cell of the tooltip or becomes a link, an image or an icon", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.doesNotMatch(markdownText(text).replace(/&#\d+;/g, ""), /[^\p{L}\p{N} ]/u);
    }),
  );
  assert.equal(markdownText("$(x)|a\nb"), "&#36;&#40;x&#41;&#124;a b");
});
