/** Where a link in a model's text may lead; undefined: nowhere, it stays text. */
export type LinkTarget =
  | { readonly kind: "web"; readonly address: string }
  /** Relative to the workspace folder or absolute; whether it is inside is for the extension to check. `line` is 1-based. */
  | { readonly kind: "file"; readonly path: string; readonly line: number | undefined };

export function linkTarget(href: string): LinkTarget | undefined {
  const text = href.trim();
  if (text === "" || text.startsWith("#") || /^[\\/]{2}/.test(text)) return undefined;
  if (/^https?:/i.test(text)) return webTarget(text);
  const drive = /^[a-z]:[\\/]/i.test(text);
  if (!drive && /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text)) return undefined;
  return fileTarget(text);
}

function webTarget(text: string): LinkTarget | undefined {
  const url = URL.parse(text);
  return url === null || url.hostname === "" ? undefined : { kind: "web", address: url.href };
}

/** `src/a.ts`, `src/a.ts:10`, `src/a.ts#L10` */
function fileTarget(text: string): LinkTarget | undefined {
  const match = /^(.+?)(?:#L?(\d{1,7})\b.*|:(\d{1,7})(?:[:-]\d+)*)?$/s.exec(text);
  const path = decoded((match?.[1] ?? "").replace(/[?#].*$/s, ""));
  if (path === undefined || path === "" || path.includes("\0")) return undefined;
  const line = match?.[2] ?? match?.[3];
  return { kind: "file", path, line: line === undefined ? undefined : Math.max(1, Number(line)) };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not encoded as an address: taken as it is written.
    return text;
  }
}
