import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { afterwards } from "../support/afterwards.ts";
import { editorFor } from "../support/editor.ts";
import { notification, openPanel, quickInput, quickRow, runCommand } from "../support/page.ts";
import { ended, promptBox, send } from "../support/panel.ts";
import { changeConfiguration, playGroundFor } from "../support/playground.ts";

const cutOff = "create what an ollama breaks off";
const webPage = "create what a web page is asked for";
const change = { name: "write_file", arguments: { path: "new.txt", content: "here\n" } };
const fixes = [{ calls: [change] }, { text: "It is there." }];
const scripts = [
  {
    model: "scripted/local-coder",
    when: { prompt: cutOff },
    turns: [
      {
        text: "I begin with the file, as it should be done. ".repeat(4),
        pieces: { characters: 8 },
        fault: { kind: "cut" as const, afterPieces: 6 },
      },
    ],
    afterLast: "repeat-last" as const,
  },
  { model: "*", when: { prompt: cutOff }, turns: fixes },
  { model: "*", when: { prompt: webPage }, turns: fixes },
];

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterwards(t, () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An Ollama that is gone in the middle of a pull. */
const leavingOllama: RequestListener = (request, response) => {
  if (request.url === "/api/pull") {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    response.write('{"status":"pulling manifest"}\n');
    response.write(
      '{"status":"pulling 000000000000","digest":"sha256:00","total":4000000000,"completed":1000000000}\n',
    );
    setTimeout(() => response.destroy(), 800);
    return;
  }
  const answers: Record<string, unknown> = { "/api/version": { version: "0.30.0" }, "/api/tags": { models: [] } };
  const body = answers[request.url ?? ""] ?? { models: [] };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
};

test("a host that answers with a web page, or stops in the middle, is told by its name, and the work goes on", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  const page_ = await serve(t, (_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><html><h1>Log in</h1></html>");
  });
  const ollama = await serve(t, leavingOllama);
  const configuration = JSON.parse(readFileSync(join(ground.home, "config", "stepladder.jsonc"), "utf8"));
  const { endpoints, rungs } = configuration;
  const limits = { context: 65_536, maxOutput: 4_096, family: "other", price: { input: "0.01", output: "0.01" } };
  changeConfiguration(ground.home, {
    endpoints: { ...endpoints, portal: { dialect: "openai-chat", url: `${page_}/v1`, models: { page: limits } } },
    rungs: [...rungs.slice(0, 1), { name: "web", models: ["portal/page"] }, ...rungs.slice(1)],
    pins: { edit: ["local", "open"] },
  });
  const editor = await editorFor(t, {
    workspace: ground.repository,
    home: ground.home,
    env: { OLLAMA_HOST: ollama },
  });
  const { page } = editor;

  await t.test("in the middle of an answer", async () => {
    const panel = await openPanel(page);
    await send(panel, cutOff);
    await ended(panel, /Unproved|Proved/);
    await editor.screenshot("host-cut-off");
    assert.equal(readFileSync(join(ground.repository, "new.txt"), "utf8"), "here\n");
    await panel
      .getByText(/laptop/)
      .first()
      .waitFor();
  });

  await t.test("with a web page, in a task", async () => {
    changeConfiguration(ground.home, { pins: { edit: ["web", "open"] } });
    const panel = await openPanel(page);
    await panel.getByRole("button", { name: "All Tasks", exact: true }).click();
    await promptBox(panel).waitFor();
    await send(panel, webPage);
    await ended(panel, /Unproved|Proved/);
    await editor.screenshot("host-web-page");
    await panel
      .getByText(/web page/)
      .first()
      .waitFor();
  });

  await t.test("with a web page, when its models are asked for", async () => {
    await runCommand(page, "Stepladder: Choose Models…");
    await quickRow(page, "Anthropic").waitFor({ timeout: 30_000 });
    await quickInput(page).fill("compatible");
    await quickRow(page, "Any OpenAI-compatible address").click();
    await quickInput(page)
      .and(page.getByPlaceholder(/models\.example\.com/))
      .fill(`${page_}/app/v1`);
    await page.keyboard.press("Enter");
    await quickRow(page, "No key").click();
    await notification(page, /web page/).waitFor();
    await editor.screenshot("host-web-page-models");
    await page.keyboard.press("Escape");
  });

  await t.test("in the middle of a pull", async () => {
    await runCommand(page, "Stepladder: Pull Local Model…");
    await quickInput(page)
      .and(page.getByPlaceholder(/qwen3-coder/))
      .fill("tiny:1b");
    await page.keyboard.press("Enter");
    await notification(page, "Pulling tiny:1b").waitFor();
    await notification(page, /Ollama .*(broke off|stopped|ended)/i).waitFor();
    await editor.screenshot("host-pull-broken");
  });
});
