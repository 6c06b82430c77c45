/** What a model wrote, taken apart while it streams: the replacement without fence, chatter and a closing remark. */
export interface AnswerFilter {
  /** The next piece of the model's text; returns what of the replacement is certain by now. Line ends are `\n`. */
  push(text: string): string;
  end(): { readonly rest: string; readonly answer: Answer };
}

/** `text` has no line end after its last line. An empty text in a fence means that the lines are to go. */
export type Answer =
  | { readonly kind: "replacement"; readonly text: string; readonly fenced: boolean }
  | { readonly kind: "empty" }
  /** It says in words that it won't. */
  | { readonly kind: "refusal"; readonly text: string };

export interface AnswerFilterOptions {
  /** The document is written in sentences, so that sentences may belong to the replacement. */
  readonly prose: boolean;
  /** Prose whose language has code fences of its own: one that the answer begins with may belong to the replacement. */
  readonly hasFences: boolean;
  /** Put before each line that holds something, by the first such line; it stands in what streams and not in the answer. */
  readonly prefixFor: (firstLine: string) => string;
}

interface Fence {
  readonly character: string;
  readonly length: number;
  readonly indent: number;
}

const announcement =
  /^(?:here(?:'s|’s| is| are)|sure|certainly|of course|okay|ok\b|below|this is|the (?:updated|new|following|replacement|revised|corrected|fixed))/i;
const refusal =
  /^(?:i['’]m sorry|i am sorry|sorry|i can(?:not|['’]t| not)|i['’]m (?:unable|not able)|i am unable|unfortunately|as an ai)\b/i;
const proseFences = /^(?:|md|markdown|mdx|text|txt|plaintext|plain|rst|adoc|asciidoc)$/i;
const sentence = /^\p{Lu}[\p{L}\p{N}\s,.'’"“”`()\-–—:;!?/_*]*$/u;

/** The result depends on the whole text only, never on how it was cut into pieces. */
export function createAnswerFilter({ prose, hasFences, prefixFor }: AnswerFilterOptions): AnswerFilter {
  let place: "before" | "inside" | "after" = "before";
  let fence: Fence | undefined;
  let depth = 0;
  /** Lines before the replacement that may be chatter. */
  let held: string[] = [];
  let line = "";
  /** How much of `line` is out already. */
  let told = 0;
  /** Line ends and lines of white space that are out only when something follows. */
  let pending = "";
  let returned = false;
  let answer = "";
  let prefix: string | undefined;

  const emit = (text: string, startsLine: boolean): string => {
    if (text === "" && pending === "") return "";
    const before = pending;
    pending = "";
    answer += before + text;
    if (!startsLine || text === "") return before + text;
    prefix ??= prefixFor(text);
    return before + prefix + text;
  };

  /** The part of an unfinished line that can't be anything but content. */
  const tellPart = (): string => {
    if (place === "before" && judge(line, false) === "content") return enter() + tellPart();
    if (place !== "inside" || (told === 0 && couldBeFence(line, fence))) return "";
    const part = line.slice(told);
    const startsLine = told === 0;
    told = line.length;
    return part === "" ? "" : emit(part, startsLine);
  };

  const enter = (): string => {
    place = "inside";
    const lines = held;
    held = [];
    const last = lines.findLast((one) => one.trim() !== "");
    if (last === undefined || (announcement.test(last.trim()) && last.trim().endsWith(":"))) return "";
    const first = lines.findIndex((one) => one.trim() !== "");
    return lines
      .slice(first)
      .map((one) => content(one))
      .join("");
  };

  /** A whole line that belongs to the replacement. */
  const content = (text: string): string => {
    if (text.trim() === "") {
      pending += `${text}\n`;
      return "";
    }
    const out = emit(text, true);
    pending = "\n";
    return out;
  };

  const endLine = (): string => {
    const whole = line;
    const rest = told > 0 ? whole.slice(told) : undefined;
    line = "";
    told = 0;
    if (place === "after") return "";
    if (place === "inside") {
      if (closes(whole)) {
        place = "after";
        return "";
      }
      if (rest === undefined) return content(whole);
      const out = rest === "" ? "" : emit(rest, false);
      pending = "\n";
      return out;
    }
    switch (judge(whole, true)) {
      case "fence":
        fence = fenceOf(whole);
        held = [];
        place = "inside";
        return "";
      case "held":
        held.push(whole);
        return "";
      case "content":
        return enter() + content(whole);
    }
  };

  const judge = (text: string, complete: boolean): "fence" | "held" | "content" => {
    const trimmed = text.trim();
    if (trimmed === "") return "held";
    if (/^(?:`{1,2}|~{1,2})$/.test(trimmed) && !complete) return "held";
    if (/^(?:`{3}|~{3})/.test(trimmed)) {
      const info = fenceInfo(trimmed);
      if (info === undefined) return "content";
      if (!complete) return "held";
      if (!prose) return "fence";
      return onlyAnnounced(held) && (!hasFences || proseFences.test(info)) ? "fence" : "content";
    }
    if (!sentence.test(trimmed)) return "content";
    return !complete || isChatter(trimmed) ? "held" : "content";
  };

  /** Whether this line is the end of the fence; inner fences are counted on the way. */
  const closes = (text: string): boolean => {
    const found = fenceOf(text);
    const own = fence ?? { character: "`", length: 3, indent: 0 };
    if (found === undefined || found.character !== own.character || found.length < own.length) return false;
    if (fence === undefined && prose) return false;
    if (fenceInfo(text.trim()) !== "") {
      depth++;
      return false;
    }
    if (depth > 0) {
      depth--;
      return false;
    }
    return found.indent <= own.indent;
  };

  const step = (character: string): string => {
    if (character !== "\n") {
      line += character;
      return "";
    }
    return endLine();
  };

  const takeIn = (text: string): string => {
    let out = "";
    for (const piece of text.split(/(\n)/)) {
      if (piece === "\n") out += step("\n");
      else line += piece;
      if (piece !== "" && piece !== "\n") out += tellPart();
    }
    return out;
  };

  return {
    push(text) {
      const joined = (returned ? "\r" : "") + text;
      returned = joined.endsWith("\r");
      const whole = returned ? joined.slice(0, -1) : joined;
      return takeIn(whole.replace(/\r\n?/g, "\n"));
    },
    end() {
      let rest = returned ? takeIn("\n") : "";
      returned = false;
      if (line !== "") rest += endLine();
      if (place === "before") {
        const words = held.join("\n").trim();
        if (words === "") return { rest, answer: { kind: "empty" } };
        if (refusal.test(words)) return { rest, answer: { kind: "refusal", text: words } };
        place = "inside";
        const first = held.findIndex((one) => one.trim() !== "");
        rest += held
          .slice(first)
          .map((one) => content(one))
          .join("");
      }
      if (fence !== undefined && pending.length > 1) {
        pending = pending.slice(0, -1);
        rest += emit("", false);
      }
      pending = "";
      if (fence === undefined && refusal.test(answer.trim()) && !answer.includes("\n"))
        return { rest, answer: { kind: "refusal", text: answer.trim() } };
      if (answer === "" && !(fence !== undefined && place === "after")) return { rest, answer: { kind: "empty" } };
      return { rest, answer: { kind: "replacement", text: answer, fenced: fence !== undefined } };
    },
  };
}

function fenceOf(line: string): Fence | undefined {
  const found = /^(\s*)(`{3,}|~{3,})/.exec(line);
  if (found === null || fenceInfo(line.trim()) === undefined) return undefined;
  const marks = found[2] ?? "";
  return { character: marks.charAt(0), length: marks.length, indent: (found[1] ?? "").length };
}

/** What stands behind the marks of a fence; undefined when this is none. */
function fenceInfo(trimmed: string): string | undefined {
  return /^(?:`{3,}([^`]*)|~{3,}([^~]*))$/.exec(trimmed)?.slice(1).join("").trim();
}

function couldBeFence(line: string, fence: Fence | undefined): boolean {
  const character = fence?.character ?? "`";
  return [...line.trim()].every((one) => one === character);
}

function isChatter(line: string): boolean {
  if (announcement.test(line) || refusal.test(line)) return true;
  return /[.:!?]$/.test(line) && (line.split(/\s+/).length >= 3 || line.endsWith("!"));
}

function onlyAnnounced(held: readonly string[]): boolean {
  const last = held.findLast((one) => one.trim() !== "");
  return last === undefined || announcement.test(last.trim());
}
