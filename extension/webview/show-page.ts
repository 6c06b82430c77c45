import { randomBytes } from "node:crypto";
import { env, l10n, Uri, type Webview } from "vscode";
import { webviewHtml } from "./webview-html.ts";

export type PageName = "task-panel" | "spend-dashboard";

/** Loads one of our pages, built into `dist/media`, into a webview. It reaches nothing outside that folder. */
export function showPage(webview: Webview, extensionUri: Uri, page: PageName, title: string): void {
  const media = Uri.joinPath(extensionUri, "dist", "media");
  const address = (file: string): string => webview.asWebviewUri(Uri.joinPath(media, file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [media] };
  webview.html = webviewHtml({
    title,
    language: env.language,
    source: webview.cspSource,
    nonce: randomBytes(16).toString("base64url"),
    script: address(`${page}.js`),
    styles: [address(`${page}.css`)],
    icons: address("codicon.css"),
    texts: l10n.bundle,
  });
}
