import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openPanel } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

/** Says of every request that it came. */
async function listen(t: TestContext): Promise<{ readonly url: string; readonly seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? "");
    response.writeHead(200, { "content-type": "text/html", "access-control-allow-origin": "*" }).end("x");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function hostileText(url: string): string {
  return [
    "The names are listed below.",
    `<script>fetch("${url}/script"); document.title = "taken"; globalThis.taken = true;</script>`,
    `<img src="${url}/img.png" onerror="globalThis.taken = true">`,
    `<iframe src="${url}/frame"></iframe><object data="${url}/object"></object><svg onload="globalThis.taken = true"></svg>`,
    `<style>body { background: url(${url}/style); display: none }</style><link rel="stylesheet" href="${url}/link.css">`,
    `<a href="command:workbench.action.closeWindow" onclick="globalThis.taken = true">click me</a>`,
    `![a picture](${url}/markdown.png) and [a command](command:workbench.action.terminal.new) and [a script](javascript:globalThis.taken=true)`,
    `[a data page](data:text/html,<script>globalThis.taken=true</script>) <${url}/auto>`,
    "A name with a turned end: safe\u202Etxt.exe and a hidden\u200Bspace, a bell \u0007 and \u001B[31mred\u001B[0m.",
    `\`\`\`html\n<img src=${url}/code.png onerror=alert(1)>\n\`\`\``,
    `| a | b |\n| --- | --- |\n| <img src=${url}/cell.png> | \u2066cell\u2069 |`,
  ].join("\n\n");
}

test("hostile text of a model is shown and does nothing: no markup, no script, no request, no hidden characters", async (t) => {
  const { url, seen } = await listen(t);
  const text = hostileText(url);
  const ground = await playGroundFor(t, {
    scripts: [
      {
        model: "*",
        when: { prompt: "list the names" },
        turns: [
          {
            thinking: text,
            text,
            calls: [{ name: "read_file", arguments: { path: `<img src=${url}/path.png>\u202Egnp.md` } }],
          },
          { text, calls: [{ name: "finish", arguments: { summary: text } }] },
        ],
      },
    ],
  });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const panel = await openPanel(page);
  await panel.getByRole("radio", { name: "Ask" }).check();
  await send(panel, "list the names");
  await ended(panel, /Answered|Unproved|Proved/);
  const answer = panel.getByRole("region", { name: "Outcome" });
  await answer.getByText("The names are listed below.").waitFor();
  for (const fold of await panel.locator("details.fold:not([open]) > summary").all()) await fold.click();

  const shown = await panel.locator("main").innerText();
  assert.match(shown, /<script>fetch\(/);
  assert.match(shown, /safe<U\+202E>txt\.exe/);
  assert.match(shown, /hidden<U\+200B>space/);
  assert.match(shown, /<U\+0007>/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
  assert.doesNotMatch(shown, /[\u202e\u2066\u2069\u200b\u0007\u001b]/);
  const foreign = "script, img, iframe, object, svg, style, link, form, [onclick], [onerror], [onload], a[href]";
  assert.equal(await panel.evaluate(`document.querySelector("main").querySelectorAll("${foreign}").length`), 0);
  await answer.scrollIntoViewIfNeeded();
  await editor.screenshot("hostile-text");

  for (const name of ["a command", "a script", "a data page"]) {
    const link = answer.locator("[data-href]", { hasText: name });
    if ((await link.count()) > 0) await link.first().click();
  }
  assert.equal(await panel.evaluate("globalThis.taken ?? document.title === 'taken'"), false);
  assert.equal(await page.evaluate("globalThis.taken ?? false"), false);
  assert.equal(await page.locator(".terminal-wrapper").count(), 0);
  assert.deepEqual(seen, []);
  assert.deepEqual(
    asked.filter((address) => address.startsWith(url)),
    [],
  );
});
