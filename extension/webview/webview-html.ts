/** Everything that one page of ours is made of; addresses are those that the webview can load. */
export interface PageParts {
  readonly title: string;
  /** As in `en` or `pt-br`. */
  readonly language: string;
  /** The source that the webview loads the extension's own files from (`webview.cspSource`). */
  readonly source: string;
  readonly nonce: string;
  readonly script: string;
  readonly styles: readonly string[];
  readonly icons: string;
  /** The translations of the editor's language; undefined for English. */
  readonly texts: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The page of a webview. Nothing but the extension's own files is loaded, and no script or style runs that stands in the
 * markup: neither `unsafe-inline` nor `unsafe-eval` is needed, because lit adopts style sheets and sets styles as
 * properties. (lit's `styleMap` writes a style attribute at first, which this policy blocks: set properties instead.)
 */
export function webviewHtml(parts: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${parts.nonce}'`,
    `style-src ${parts.source}`,
    `font-src ${parts.source}`,
    `img-src ${parts.source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${attribute(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(parts.title)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${attribute(parts.icons)}">
${parts.styles.map((style) => `<link rel="stylesheet" href="${attribute(style)}">`).join("\n")}
<script type="application/json" id="texts">${data(parts.texts ?? {})}</script>
<script type="module" nonce="${attribute(parts.nonce)}" src="${attribute(parts.script)}"></script>
</head>
<body></body>
</html>`;
}

function attribute(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that can't end the element that it stands in. */
function data(value: unknown): string {
  return JSON.stringify(value).replace(/</g, "\\u003c");
}
