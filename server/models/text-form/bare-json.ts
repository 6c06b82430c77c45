import { callsInJson, endOfJson } from "./forms/json.ts";
import { skipSpace, type WrittenCall } from "./forms/outcome.ts";

/** What the beginning of a reply can still be. */
export type BareJson =
  | { readonly kind: "undecided"; readonly name: string | undefined }
  | { readonly kind: "calls"; readonly calls: readonly WrittenCall[] }
  | { readonly kind: "text" };

/** Up to and with the first key: nothing else can be a call. */
const head = /^\s*(?:```\w{0,12}\s*)?\[?\s*\{\s*"(\w*)"\s*:/;
const partOfHead = /^\s*(?:`{1,3}(?:(?<=```)\w{0,12}\s*)?)?(?:\[\s*)?(?:\{\s*(?:"\w{0,20}(?:"\s*)?)?)?$/;
const keys = new Set([
  "name",
  "type",
  "id",
  "function",
  "tool",
  "tool_name",
  "arguments",
  "parameters",
  "args",
  "input",
]);
const named = /"(?:name|tool|tool_name|function)"\s*:\s*"([^"\\]{1,120})"/;

/** A reply that is nothing but JSON calls of known tools, fenced or not. `isWhole`: nothing more will come. */
export function readBareJson(text: string, isKnown: (name: string) => boolean, isWhole: boolean): BareJson {
  const key = head.exec(text)?.[1];
  if (key === undefined)
    return partOfHead.test(text) && !isWhole ? { kind: "undecided", name: undefined } : { kind: "text" };
  if (!keys.has(key)) return { kind: "text" };
  const fenced = /^\s*```\w*\s*/.exec(text)?.[0].length ?? 0;
  const calls: WrittenCall[] = [];
  for (let at = skipSpace(text, fenced); ; at = skipSeparators(text, at)) {
    const end = text[at] === "{" || text[at] === "[" ? endOfJson(text, at) : undefined;
    if (end === undefined) return rest(text, at, calls, isKnown, isWhole);
    const read = callsInJson(text.slice(at, end));
    if (read === undefined || !read.every(({ name }) => isKnown(name))) return { kind: "text" };
    calls.push(...read);
    at = end;
  }
}

/** What stands behind the last whole value: another call that is not whole yet, or nothing but the end. */
function rest(
  text: string,
  at: number,
  calls: readonly WrittenCall[],
  isKnown: (name: string) => boolean,
  isWhole: boolean,
): BareJson {
  const tail = text.slice(at);
  if (/^[\s\]}`]*$/.test(tail) && calls.length > 0) {
    return isWhole ? { kind: "calls", calls } : { kind: "undecided", name: calls[0]?.name };
  }
  if (tail[0] !== "{" && tail[0] !== "[") return { kind: "text" };
  if (isWhole && calls.length === 0) {
    const whole = wholeItems(tail, isKnown);
    if (whole.length > 0) return { kind: "calls", calls: whole };
  }
  const name = named.exec(tail.slice(0, 400))?.[1];
  if (name !== undefined && !isKnown(name)) return { kind: "text" };
  return name === undefined && isWhole ? { kind: "text" } : { kind: "undecided", name };
}

/** The items of a list that was never closed. */
function wholeItems(tail: string, isKnown: (name: string) => boolean): readonly WrittenCall[] {
  const calls: WrittenCall[] = [];
  for (
    let at = tail[0] === "[" ? skipSeparators(tail, 1) : tail.length;
    at < tail.length;
    at = skipSeparators(tail, at)
  ) {
    const end = tail[at] === "{" ? endOfJson(tail, at) : undefined;
    const read = end === undefined ? undefined : callsInJson(tail.slice(at, end));
    if (end === undefined || read === undefined || !read.every(({ name }) => isKnown(name))) return [];
    calls.push(...read);
    at = end;
  }
  return calls;
}

function skipSeparators(text: string, from: number): number {
  return from + (/^[\s;,]*/.exec(text.slice(from))?.[0].length ?? 0);
}
