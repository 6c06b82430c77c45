import type { ChangedFileView } from "../protocol/requests.ts";
import { decode, encode } from "../workspace/encoding.ts";
import type { KeptChange } from "../workspace/ports.ts";

/** A larger file is kept and undone like all others, but not shown. */
const largestShown = 5 * 1024 * 1024;

export function changedFileView({ path, before, now }: KeptChange): ChangedFileView {
  const change = before === "absent" ? "created" : now === "absent" ? "deleted" : "modified";
  const binary = [before, now].some((bytes) => bytes !== "absent" && shownText(bytes) === undefined);
  return { path, change, binary };
}

/** With its own line ends and without a byte order mark; undefined when it is too large, or no text. */
export function shownText(bytes: Uint8Array): string | undefined {
  if (bytes.length > largestShown) return undefined;
  const decoded = decode(bytes);
  if (decoded.kind === "binary") return undefined;
  const encoded = encode(decoded.text, { ...decoded, encoding: "utf-8" });
  return encoded.kind === "bytes" ? Buffer.from(encoded.bytes).toString("utf8") : undefined;
}
