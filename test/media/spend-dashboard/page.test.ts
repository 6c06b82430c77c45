import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import type { DashboardView } from "../../../server/protocol/requests.ts";
import { needsBrowser, openBrowser } from "../browser.ts";
import { receipt } from "../task-panel/events.ts";
import { type BuiltPage, buildPage, openPage, type PageOptions, type WebPage } from "../web-page.ts";
import { dashboardOf, emptyDashboard, routes, taskOf } from "./view.ts";

describe("the spend dashboard's page", needsBrowser, () => {
  let browser: Browser;
  let built: BuiltPage;
  before(async () => {
    [browser, built] = await Promise.all([openBrowser(), buildPage("spend-dashboard")]);
  });
  after(async () => {
    await browser?.close();
    await built?.remove();
  });

  async function open(view: DashboardView = dashboardOf(), options: PageOptions = {}): Promise<WebPage> {
    const web = await openPage(browser, built, { width: 1200, height: 900, ...options });
    await web.post({ type: "folders", folders: [{ name: "project", root: "/work/project" }] });
    await web.post({ type: "dashboard", id: 1, view });
    await web.post({ type: "routes", view: routes });
    return web;
  }

  /** Nothing was stopped by the content policy, thrown, or asked of another host. */
  async function close(web: WebPage): Promise<void> {
    assert.deepEqual(web.problems, []);
    assert.deepEqual(web.strangers, []);
    await web.page.close();
  }

  test("it shows what was spent, what an estimate is, and each budget with what is held", async () => {
    const web = await open();
    const text = await web.page.locator("main").innerText();
    for (const shown of [
      "$1.23",
      "3 calls",
      "about $9.00",
      "estimate",
      "never a promise",
      "$1.70 of $2 spent",
      "$0.03 held",
    ])
      assert.ok(text.includes(shown), `${shown} in\n${text}`);
    const plot = web.page.getByRole("img", {
      name: /Spend from November 19, 2026 to November 21, 2026; the most is \$0\.83/,
    });
    assert.equal(await plot.locator("canvas").count(), 1);
    await web.page.getByText("As a table").first().click();
    const cells = await web.page.getByRole("region", { name: "Spend over time" }).locator("tbody tr").allInnerTexts();
    assert.equal(cells.length, 3);
    assert.match(cells[1] ?? "", /November 20, 2026\s+\$0\.00\s+\$0\.00\s+\$0\.00\s+\$0\.00/);
    await close(web);
  });

  test("a task unfolds to its receipt by the keyboard, says why when it can't, and opens in the panel", async () => {
    const web = await open();
    const row = web.page.getByRole("button", { name: "fix case 1" });
    await row.focus();
    await web.page.keyboard.press("Enter");
    assert.deepEqual(await web.sentOf("open-receipt"), { type: "open-receipt", task: "task-1" });
    assert.equal(await row.getAttribute("aria-expanded"), "true");
    await web.post({ type: "receipt-failed", task: "task-1", message: "The ledger is gone." });
    assert.match(await web.page.getByRole("alert").innerText(), /The ledger is gone/);
    await web.page.getByRole("button", { name: "Try Again" }).click();
    await web.post({ type: "receipt", task: "task-1", receipt });
    await web.page.locator(".receipt-attempt summary").first().click();
    assert.ok(await web.page.locator(".receipt .calls").first().isVisible());
    await web.page.getByRole("button", { name: "Open in the task panel" }).click();
    assert.deepEqual(await web.sentOf("open-task"), { type: "open-task", task: "task-1" });
    await close(web);
  });

  test("of 1,000 tasks some are drawn at once, and all can be searched, sorted and reached", async () => {
    const tasks = Array.from({ length: 1_000 }, (_, index) => taskOf(index));
    const web = await open(dashboardOf({ tasks, moreTasks: 250 }));
    const rows = web.page.locator(".tasks tbody tr");
    assert.equal(await rows.count(), 100);
    await web.page.getByText("Show 100 more").click();
    assert.equal(await rows.count(), 200);
    assert.match(await web.page.locator(".tasks-head").innerText(), /1,000 tasks; 250 older ones are not listed/);
    const spent = web.page.locator(".tasks th", { hasText: "Spent" });
    await spent.getByRole("button").click();
    assert.equal(await spent.getAttribute("aria-sort"), "descending");
    assert.match(await rows.first().innerText(), /fix case 999/);
    await web.page.locator("vscode-textfield input").fill("case 7 onerror");
    assert.equal(await rows.count(), 1);
    assert.match(await rows.first().innerText(), /<img src=x onerror=alert\(1\)>/);
    await close(web);
  });

  test("another time or folder is asked for at once, and a late answer to the old question is dropped", async () => {
    const web = await open();
    await web.page.getByRole("combobox", { name: "Time", exact: true }).selectOption("all");
    const { id, wanted } = await web.sentOf("load");
    assert.deepEqual([id, wanted], [2, { period: { kind: "all" } }]);
    await web.post({ type: "dashboard", id: 1, view: emptyDashboard });
    assert.equal(await web.page.locator(".key-figures").count(), 1);
    await web.page.getByRole("combobox", { name: "Folder", exact: true }).selectOption("/work/project");
    assert.deepEqual((await web.sentOf("load")).wanted, { period: { kind: "all" }, folder: "/work/project" });
    await web.page.getByRole("button", { name: "Export JSON" }).click();
    assert.deepEqual(await web.sentOf("export"), {
      ...{ type: "export", format: "json" },
      wanted: { period: { kind: "all" }, folder: "/work/project" },
    });
    await web.page.getByRole("combobox", { name: "Time", exact: true }).selectOption("custom");
    await web.page.getByLabel("From", { exact: true }).fill("2026-01-01");
    const custom = (await web.sentOf("load")).wanted as { readonly period: { readonly from: string } };
    assert.equal(custom.period.from, "2026-01-01");
    await close(web);
  });

  test("a call whose cost never came is settled with what the bill says", async () => {
    const web = await open();
    const cost = web.page.getByLabel("Cost of call-9 in US dollars");
    await cost.fill("a lot");
    await cost.press("Enter");
    assert.match(await web.page.getByRole("alert").innerText(), /amount of dollars/);
    await cost.fill("0.0123");
    await cost.press("Enter");
    assert.deepEqual(await web.sentOf("reconcile"), { type: "reconcile", call: "call-9", cost: "12300000" });
    await web.post({ type: "reconcile-failed", call: "call-9", message: "Close other Stepladder processes." });
    assert.match(await web.page.getByRole("alert").innerText(), /Close other/);
    await web.page.getByRole("button", { name: "Not Billed" }).click();
    await web.post({ type: "reconciled", call: "call-9" });
    assert.equal((await web.sentOf("load")).id, 2);
    await close(web);
  });

  test("what the router knows is told by kind, with its evidence and its uncertainty, and can be forgotten", async () => {
    const web = await open();
    const known = web.page.getByRole("region", { name: "What the router knows" });
    const fix = known.getByRole("table", { name: "What is known of fix" });
    const rows = await fix.locator("tbody tr").allInnerTexts();
    assert.match(
      rows[1] ?? "",
      /open\s+host\/small\s+Assumed: public results of the model, as 32 attempts\s+1\s+80 %\s+70 % to 88 %\s+\$0\.004\s+\$0\.003 to \$0\.005\s+\$0\.005\s+14\s+3\s+1$/,
    );
    assert.match(
      rows[0] ?? "",
      /host\/large\s+effort high\s+Assumed: what its rung usually does, as 1 attempt\s+2\s+.*free.*free.*0$/s,
    );
    assert.match(await known.innerText(), /small first: it finished 14 of 17 fixes\./);
    assert.match(await known.innerText(), /accept 12 % of the wrong results and to reject 4 % of the right ones\./);
    assert.match(
      await known.innerText(),
      /Quotes so far: 16\. .* cost 128 % of what was expected, so .* count on 115 %\./,
    );
    const checks = known.getByRole("table", { name: "How often checks of fix are wrong" });
    const stood = await checks.locator("tbody tr").allInnerTexts();
    assert.match(stood[0] ?? "", /^tests that passed before\s+46 %\s+3 %\s+3\s+0\s+assumed$/);
    assert.match(stood[1] ?? "", /^tests that speak of the work\s+8 %\s+4 %\s+14\s+2\s+85$/);
    const others = known.getByText("Kinds without an attempt so far");
    await others.focus();
    await web.page.keyboard.press("Enter");
    await known.getByText("large first: you chose it.").click();
    await known.getByText("Pinned: host/large").waitFor();
    await known.getByRole("button", { name: "Forget What Was Learned…" }).click();
    await web.sentOf("forget-routes");
    await web.post({ type: "routes-failed", message: "The ledger is gone." });
    assert.match(await known.getByRole("alert").innerText(), /The ledger is gone/);
    await close(web);
  });

  test("without any spend it names the next step, and a failure can be tried again", async () => {
    const web = await open(emptyDashboard);
    assert.match(await web.page.locator(".empty").innerText(), /Nothing was spent in this time/);
    await web.page.getByRole("button", { name: "New Task" }).click();
    await web.sentOf("new-task");
    await web.page.getByRole("button", { name: "Show All Time" }).click();
    await web.post({ type: "dashboard-failed", id: 2, message: "The ledger can't be read. Run the doctor." });
    assert.match(await web.page.getByRole("alert").innerText(), /Run the doctor/);
    await web.page.getByRole("button", { name: "Try Again" }).click();
    await web.post({ type: "dashboard", id: 3, view: dashboardOf() });
    assert.equal(await web.page.getByRole("alert").count(), 0);
    await close(web);
  });

  test("news of the budgets are shown at once, and the last choice comes back after a reload", async () => {
    const kept = { wanted: { period: { kind: "month" } }, sorting: { by: "posted", descending: true } };
    const web = await open(dashboardOf(), { kept });
    assert.deepEqual((await web.sentOf("load")).wanted, kept.wanted);
    assert.equal(await web.page.getByRole("combobox", { name: "Time", exact: true }).inputValue(), "month");
    const { budgets } = dashboardOf();
    const reached = budgets.budgets.map((budget) => ({ ...budget, posted: "2000000000", level: "reached" }));
    await web.post({ type: "budgets", budgets: { ...budgets, budgets: reached } });
    assert.equal(await web.page.getByRole("img", { name: "Reached" }).count(), 1);
    await close(web);
  });

  for (const theme of ["dark", "light", "contrast"] as const) {
    test(`nothing stands in the way of a screen reader or of weak eyes, ${theme}`, async () => {
      const web = await open(dashboardOf(), { theme });
      assert.deepEqual(web.problems, []);
      const axe = await readFile(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
      await web.page.evaluate(axe);
      const found = await web.page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: readonly AxeViolation[] }> } };
        const { violations } = await axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      });
      assert.deepEqual(found, []);
      // What axe itself writes into the page is stopped by the content policy, so `problems` says nothing here.
      await web.page.close();
    });
  }
});

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
