import assert from "node:assert/strict";
import { test } from "node:test";
import { type PageParts, webviewHtml } from "../../../extension/webview/webview-html.ts";

const parts: PageParts = {
  title: "Tasks",
  language: "en",
  source: "https://host.example",
  nonce: "abc123",
  script: "https://host.example/task-panel.js",
  styles: ["https://host.example/task-panel.css"],
  icons: "https://host.example/codicon.css",
  texts: undefined,
};

test("allows the page nothing but the extension's own files and the one script", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(webviewHtml(parts))?.[1]?.replaceAll("&#39;", "'");
  assert.equal(
    policy,
    "default-src 'none'; script-src 'nonce-abc123'; style-src https://host.example; font-src https://host.example; " +
      "img-src https://host.example; base-uri 'none'; form-action 'none'",
  );
});

test("a translation that holds markup can't leave its place", () => {
  const texts = { Send: "</script><script>alert(1)</script>" };
  const html = webviewHtml({ ...parts, texts });
  const inner = /id="texts">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  assert.deepEqual(JSON.parse(inner), texts);
});

test("a title or address that holds quotes stays inside its attribute", () => {
  const html = webviewHtml({ ...parts, title: "<b>", icons: 'x" onload="alert(1)' });
  assert.ok(html.includes("<title>&#60;b&#62;</title>"));
  assert.ok(!html.includes('" onload="'));
});
