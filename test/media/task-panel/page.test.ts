import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import type { TaskEvent } from "../../../server/protocol/events.ts";
import { needsBrowser, openBrowser } from "../browser.ts";
import { type BuiltPage, buildPage, openPage, type PageOptions, type WebPage } from "../web-page.ts";
import { command, stepUp } from "./events.ts";

const status = {
  type: "status",
  status: { trusted: true, folders: [{ name: "project", root: "/project" }], server: { kind: "running" } },
};
const history = {
  ...{ type: "history", search: "", more: false },
  rows: [
    {
      ...{ task: "task-1", prompt: "fix the date tests", kind: "fix", workspace: "/project", outcome: "proved" },
      ...{ startedAt: new Date().toISOString(), posted: "1500000", held: "0" },
    },
  ],
};
const hostile =
  "<script>document.title='broken'</script><img src=https://evil.example/a.png onerror=alert(1)>\n" +
  "![x](https://evil.example/b.png) [click](javascript:alert(1)) [site](https://example.com/a) \u202etxt.exe\u001b[31m";

describe("the task panel's page", needsBrowser, () => {
  let browser: Browser;
  let built: BuiltPage;
  before(async () => {
    [browser, built] = await Promise.all([openBrowser(), buildPage("task-panel")]);
  });
  after(async () => {
    await browser?.close();
    await built?.remove();
  });

  /** The page as the extension has greeted it, showing one running task when there are events. */
  async function open(
    events: readonly TaskEvent[] = [],
    state = "running",
    options: PageOptions = {},
  ): Promise<WebPage> {
    const web = await openPage(browser, built, options);
    await web.post(status);
    if (events.length === 0) return web;
    await web.post({ type: "tasks", tasks: [{ task: "task-1", prompt: "fix the date tests", state, asks: false }] });
    await web.post({ type: "show-task", task: "task-1" });
    await web.post({ type: "events", task: "task-1", from: 0, events, state });
    return web;
  }

  /** Nothing was stopped by the content policy, thrown, or asked of another host. */
  async function close(web: WebPage): Promise<void> {
    assert.deepEqual(web.problems, []);
    assert.deepEqual(web.strangers, []);
    await web.page.close();
  }

  test("a task shows as a ladder: the refuted attempt, why it stepped up, the proof and the receipt", async () => {
    const web = await open(stepUp, "ended");
    const text = await web.page.locator("main").innerText();
    for (const part of [
      "Refuted",
      "Stepped up",
      "because: 2 tests fail.",
      "host/open",
      "Proved",
      "$0.0015",
      "All frontier",
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
    assert.ok(text.includes("The leap year rule is right now."));
    await close(web);
  });

  test("a cold model is told as being loaded, then with its time", async () => {
    const web = await open([...stepUp.slice(0, 4), { type: "model-loading", attempt: "a1", model: "laptop/small" }]);
    const main = web.page.locator("main");
    await main.getByText("The model is being loaded").waitFor();
    const loaded: TaskEvent = { type: "model-loaded", attempt: "a1", model: "laptop/small", milliseconds: 12_300 };
    await web.post({ ...{ type: "events", task: "task-1", from: 5, state: "running" }, events: [loaded] });
    await main.getByText(/laptop\/small was loaded in 12/).waitFor();
    await close(web);
  });

  test("a model's HTML, scripts, pictures and control characters are text, and nothing is fetched", async () => {
    const said: TaskEvent = { type: "text-delta", attempt: "a1", text: hostile };
    const web = await open([...stepUp.slice(0, 4), said]);
    const view = web.page.locator("stepladder-markdown").first();
    const text = await view.innerText();
    assert.ok(text.includes("<script>document.title='broken'</script><img src="));
    assert.ok(text.includes("<U+202E>txt.exe<U+001B>[31m"));
    assert.ok(text.includes("[click](javascript:alert(1))"));
    assert.equal(await view.locator("img, script, iframe, [onerror], [href], [src], [style]").count(), 0);
    assert.equal(await web.page.title(), "task-panel");
    await view.getByRole("link", { name: "site" }).click();
    assert.deepEqual(await web.sentOf("open-link"), {
      type: "open-link",
      href: "https://example.com/a",
      task: "task-1",
    });
    await close(web);
  });

  test("text that grows ends as the same page as text that came at once", async () => {
    const source = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
    const web = await open(stepUp.slice(0, 4));
    const grown = await web.page.evaluate(async (text) => {
      const make = () => document.createElement("stepladder-markdown") as HTMLElement & { text: string };
      const [growing, whole] = [make(), make()];
      for (let end = 0; end < text.length; end += 37) growing.text = text.slice(0, end);
      growing.text = text;
      whole.text = text;
      return growing.textContent === whole.textContent && growing.childElementCount === whole.childElementCount;
    }, source);
    assert.ok(grown);
    await close(web);
  });

  test("an approval shows the whole command and where it runs; Enter in the prompt box never allows it", async () => {
    const web = await open(stepUp.slice(0, 4));
    const box = web.page.getByRole("textbox", { name: /What should be done/ });
    await box.fill("next thing");
    await web.post({
      ...{ type: "events", task: "task-1", from: 4, state: "running" },
      events: [{ type: "approval-request", approval: command }],
    });
    const card = web.page.getByRole("group", { name: "Run this command?" });
    assert.equal(await card.locator(".command").innerText(), "npm install");
    assert.ok((await card.innerText()).includes("/project"));
    assert.ok(await box.evaluate((it) => it === document.activeElement), "the focus stays where the user types");
    await web.page.keyboard.press("Enter");
    assert.ok(!(await web.sent()).some((message) => message.type === "approve"));
    await card.getByRole("button", { name: "Deny" }).click();
    assert.deepEqual(await web.sentOf("approve"), {
      type: "approve",
      approval: "approval-1",
      hash: "sha256:abc",
      allow: false,
    });
    await close(web);
  });

  test("with nothing else in focus the card takes it, but none of its buttons, and a late answer is told", async () => {
    const web = await open([...stepUp.slice(0, 4), { type: "approval-request", approval: command }]);
    assert.equal(await web.page.evaluate(() => document.activeElement?.className), "card approval");
    await web.page.keyboard.press("Enter");
    await web.page.keyboard.press("Space");
    assert.ok(!(await web.sent()).some((message) => message.type === "approve"));
    await web.page.getByRole("button", { name: "Allow" }).click();
    await web.post({ type: "answer-failed", id: "approval-1", message: "It was answered already." });
    assert.match(await web.page.locator(".approval [role=alert]").innerText(), /It was answered already\.$/);
    await close(web);
  });

  test("a prompt box that comes later takes the focus, but not from where the user has gone meanwhile", async () => {
    for (const leaves of [false, true]) {
      const web = await open();
      const broken = { kind: "invalid", problems: [{ where: "", message: "A budget is negative." }] };
      await web.post({ type: "status", status: { ...status.status, server: broken } });
      await web.post({ type: "show-prompt" });
      if (leaves) await web.page.evaluate(() => window.dispatchEvent(new Event("blur")));
      await web.post(status);
      const box = web.page.getByRole("textbox", { name: /What should be done/ });
      await box.waitFor();
      assert.equal(await box.evaluate((it) => it === document.activeElement), !leaves);
      await close(web);
    }
  });

  test("a question is answered by Enter, or not at all", async () => {
    const asked: TaskEvent = { type: "question", question: "q1", text: "Which **rule**?" };
    const web = await open([...stepUp.slice(0, 4), asked]);
    await web.page.getByRole("textbox", { name: "Your answer" }).fill("the Gregorian one");
    await web.page.keyboard.press("Enter");
    assert.deepEqual(await web.sentOf("answer"), {
      type: "answer",
      task: "task-1",
      question: "q1",
      text: "the Gregorian one",
    });
    await close(web);
  });

  test("@ opens the list, keys choose in it, Escape closes only the list, and what was chosen becomes a chip", async () => {
    const web = await open();
    const box = web.page.getByRole("textbox", { name: /What should be done/ });
    await box.pressSequentially("look at @da");
    const asked = await web.sentOf("find-mentions");
    assert.equal(asked.query, "da");
    const file = (path: string) => ({
      icon: "file",
      label: path,
      detail: "src",
      pick: { kind: "item", item: { kind: "file", path } },
    });
    await web.post({ type: "mentions", id: asked.id, mentions: [file("data.ts"), file("dates.ts")] });
    await box.press("Escape");
    assert.equal(await web.page.getByRole("listbox").count(), 0);
    assert.equal(await box.inputValue(), "look at @da");
    await box.pressSequentially("t");
    await box.press("Backspace");
    await web.page.getByRole("button", { name: "Add Context…" }).click();
    const again = await web.sentOf("find-mentions");
    await web.post({ type: "mentions", id: again.id, mentions: [file("data.ts"), file("dates.ts")] });
    await box.press("ArrowDown");
    await box.press("Enter");
    assert.equal(await box.inputValue(), "look at @da ");
    await web.page.getByRole("button", { name: "Remove dates.ts" }).waitFor();
    await box.press("Enter");
    const started = await web.sentOf("start");
    assert.deepEqual(started.request, {
      ...{ prompt: "look at @da", mode: "edit", context: [{ kind: "file", path: "dates.ts" }] },
    });
    await web.post({ type: "start-failed", id: started.id, message: "No model is configured: set a key." });
    assert.ok((await web.page.locator(".failure").innerText()).includes("set a key"));
    assert.equal(await box.inputValue(), "look at @da ", "nothing is lost");
    await close(web);
  });

  test("the quote follows when typing stops, and an older one is not shown", async () => {
    const web = await open();
    await web.page.getByRole("textbox", { name: /What should be done/ }).fill("fix it");
    const asked = await web.sentOf("quote");
    const quote = {
      low: "0",
      likely: "2000000",
      high: "30000000",
      because: "local/small first: it is free.",
      models: [],
    };
    await web.post({ type: "quote", id: Number(asked.id) - 1, quote: { ...quote, because: "old" } });
    await web.post({ type: "quote", id: asked.id, quote });
    assert.equal(
      await web.page.locator("#quote").innerText(),
      "about $0.002 ($0.00–$0.03) local/small first: it is free.",
    );
    await close(web);
  });

  test("a prompt of a megabyte is not sent, says so, and stays", async () => {
    const web = await open();
    const box = web.page.getByRole("textbox", { name: /What should be done/ });
    await box.fill("x".repeat(1_100_000));
    assert.match(await web.page.getByRole("alert").innerText(), /1,100,000 characters; at most 400,000 can be sent/);
    await box.press("Enter");
    assert.ok(!(await web.sent()).some((message) => message.type === "start"));
    assert.equal((await box.inputValue()).length, 1_100_000);
    await close(web);
  });

  test("draft, earlier prompts and the open task outlive the page", async () => {
    const web = await open(stepUp, "ended");
    await web.page.getByRole("textbox", { name: /What should be done/ }).fill("a draft");
    await web.page.waitForTimeout(400);
    const kept = await web.page.evaluate(() => (globalThis as unknown as { keptState(): unknown }).keptState());
    await close(web);
    const next = await openPage(browser, built, { kept });
    await next.post(status);
    assert.deepEqual(await next.sentOf("open-task"), { type: "open-task", task: "task-1" });
    assert.equal(await next.page.getByRole("textbox", { name: /What should be done/ }).inputValue(), "a draft");
    await close(next);
  });

  test("Up in the empty box brings earlier prompts back", async () => {
    const kept = { draft: { text: "", mode: "edit", context: [] }, prompts: ["second", "first"] };
    const web = await open([], "running", { kept });
    const box = web.page.getByRole("textbox", { name: /What should be done/ });
    await box.press("ArrowUp");
    await box.press("ArrowUp");
    assert.equal(await box.inputValue(), "first");
    await box.press("ArrowDown");
    await box.press("ArrowDown");
    assert.equal(await box.inputValue(), "");
    await close(web);
  });

  test("an interrupted task offers undo and review", async () => {
    const web = await open(stepUp.slice(0, 9), "interrupted");
    assert.ok((await web.page.locator("main").innerText()).includes("The task was interrupted"));
    await web.page.getByRole("button", { name: "Undo" }).click();
    assert.deepEqual(await web.sentOf("undo"), { type: "undo", task: "task-1" });
    const undo = { kind: "partly", restored: ["a.ts"], conflicts: [{ path: "b.ts", keptAt: "/kept/b.ts" }] };
    await web.post({ type: "undone", task: "task-1", undo });
    await web.page.getByRole("button", { name: /Open its text/ }).click();
    assert.deepEqual(await web.sentOf("open-kept"), { type: "open-kept", path: "/kept/b.ts" });
    await close(web);
  });

  test("a restricted folder asks nothing of the server, and offers trust and the spend", async () => {
    const web = await openPage(browser, built);
    await web.post({ type: "status", status: { ...status.status, trusted: false } });
    assert.ok(await web.page.getByRole("textbox").isHidden());
    await web.page.getByRole("button", { name: "Manage Workspace Trust" }).click();
    assert.deepEqual(
      (await web.sent()).map((message) => message.type),
      ["ready", "run"],
    );
    await close(web);
  });

  test("a search that comes late is not shown for another", async () => {
    const web = await open();
    await web.post(history);
    await web.page.getByRole("textbox", { name: "Search tasks" }).fill("dates");
    await web.post({ ...history, search: "da", rows: [] });
    assert.equal(await web.page.locator(".task-row").count(), 1);
    await close(web);
  });

  test("texts of another language are used", async () => {
    const texts = { Send: "Senden", "What should be done?": "Was soll getan werden?" };
    const web = await open([], "running", { texts });
    await web.page.getByRole("textbox", { name: "Was soll getan werden?" }).waitFor();
    await close(web);
  });

  test("the end of a running task stays in sight until the user scrolls up, and a refuted attempt folds", async () => {
    const web = await open([...stepUp.slice(0, 4), ...manySteps(100)]);
    const toEnd = () =>
      web.page.locator(".scroll").evaluate((it) => Math.round(it.scrollHeight - it.scrollTop - it.clientHeight));
    await web.page.waitForFunction(() => (document.querySelector(".scroll")?.scrollTop ?? 0) > 0);
    assert.ok((await toEnd()) < 40);
    await web.page.locator(".scroll").hover();
    await web.page.mouse.wheel(0, -300);
    await web.page.waitForFunction(() => {
      const it = document.querySelector(".scroll");
      return it !== null && it.scrollHeight - it.scrollTop - it.clientHeight > 200;
    });
    await web.post({ type: "events", task: "task-1", from: 104, events: manySteps(20), state: "running" });
    assert.ok((await toEnd()) > 200);
    const ended = stepUp.find((event) => event.type === "attempt-end");
    await web.post({ type: "events", task: "task-1", from: 124, events: [ended], state: "running" });
    await web.page.locator(".attempt:not([open])").waitFor();
    await close(web);
  });

  test("2,000 events are drawn, and the page stays small", async () => {
    const web = await open([...stepUp.slice(0, 4), ...manySteps(2_000)]);
    assert.ok((await web.page.locator("stepladder-part").count()) <= 120);
    await web.page.getByRole("button", { name: /Show \d+ earlier steps/ }).click();
    await web.page.waitForFunction(() => document.querySelectorAll("stepladder-part").length > 120);
    await close(web);
  });

  for (const theme of ["dark", "light", "contrast"] as const) {
    test(`axe finds nothing to mend (${theme})`, async () => {
      const events: readonly TaskEvent[] = [...stepUp.slice(0, -3), { type: "approval-request", approval: command }];
      for (const [shown, state] of [
        [[], "running"],
        [events, "running"],
        [stepUp, "ended"],
      ] as const) {
        const web = await open(shown, state, { theme, width: 320 });
        if (shown.length === 0) await web.post(history);
        await web.page.evaluate(() => {
          for (const it of document.querySelectorAll("details")) it.open = true;
        });
        assert.deepEqual(web.problems, []);
        // It writes styles of its own into the page, which the policy stops and reports.
        assert.deepEqual(await axe(web), []);
        await web.page.close();
      }
    });
  }
});

function manySteps(count: number): readonly TaskEvent[] {
  return Array.from({ length: count / 2 }, (_, index): readonly TaskEvent[] => [
    { type: "tool-start", attempt: "a1", toolCall: `t${index}`, name: "read_file", subject: `src/file-${index}.ts` },
    {
      ...{ type: "tool-end", attempt: "a1", toolCall: `t${index}`, outcome: "ok", summary: "33 lines" },
      diff: undefined,
    },
  ]).flat();
}

/** What axe finds, as one line each. */
async function axe(web: WebPage): Promise<readonly string[]> {
  const source = await readFile(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
  return await web.page.evaluate(async (script) => {
    // The page's policy forbids a script element, but not what the test itself evaluates.
    const run = new Function(`${script}; return globalThis.axe`)() as { run(): Promise<AxeResult> };
    const { violations } = await run.run();
    return violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }, source);
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
