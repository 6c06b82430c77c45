import { applyPatch } from "diff";
import DiffMatchPatch from "diff-match-patch";
import { applyBlocks } from "../server/workspace/edits/apply-blocks.ts";
import { lineStart } from "../server/workspace/edits/line-search.ts";
import type { Benchmark } from "./benchmark.ts";
import { type EditScenario, makeFile, makeScenario, random } from "./support/edit-scenarios.ts";
import { quantile, rounded } from "./support/statistics.ts";

/** A way to apply an edit; preparing it is not measured. Undefined: refused. */
type Tool = (scenario: EditScenario) => () => string | undefined;

interface Row {
  readonly lines: number;
  readonly edit: EditScenario["kind"];
  readonly tool: string;
  /** By the median edit, because what else the machine does makes some of them slow. */
  readonly editsPerSecond: number;
  /** Shares of all edits: the right text, or a refusal where refusing is right; and changes where none was meant. */
  readonly right: number;
  readonly wrongPlace: number;
}

const sizes = [
  { lines: 100, edits: 2_000 },
  { lines: 5_000, edits: 400 },
  { lines: 100_000, edits: 30 },
] as const;
const kinds = ["exact", "tolerant", "ambiguous", "gone"] as const;
/** Edits that are done before any is measured, so that each tool runs as compiled code. */
const warmUp = 200;
const ambiguousCases = 100_000;

const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

const stepladder: Tool = ({ text, old, new: wanted }) => {
  const block = { old: joined(old), new: joined(wanted) };
  return () => {
    const outcome = applyBlocks(text, [block], false);
    return outcome.kind === "applied" ? outcome.text : undefined;
  };
};

const diffMatchPatch: Tool = ({ text, old, new: wanted, claimedLine }) => {
  const library = new DiffMatchPatch();
  const patches = library.patch_make(joined(old), joined(wanted));
  const place = offsetOf(text, claimedLine);
  for (const patch of patches as unknown as { start1: number; start2: number }[]) {
    patch.start1 += place;
    patch.start2 += place;
  }
  return () => {
    const [after, applied] = library.patch_apply(patches, text);
    return applied.every(Boolean) ? after : undefined;
  };
};

const diff: Tool = ({ text, old, new: wanted, claimedLine }) => {
  const lines = [...old.map((line) => `-${line}`), ...wanted.map((line) => `+${line}`)];
  const hunk = { oldStart: claimedLine, oldLines: old.length, newStart: claimedLine, newLines: wanted.length, lines };
  const patch = { oldFileName: "a", newFileName: "a", oldHeader: undefined, newHeader: undefined, hunks: [hunk] };
  return () => {
    const after = applyPatch(text, patch, { fuzzFactor: 2 });
    return after === false ? undefined : after;
  };
};

const tools: Readonly<Record<string, Tool>> = { stepladder, "diff-match-patch": diffMatchPatch, diff };

function offsetOf(text: string, line: number): number {
  let at = 0;
  for (let left = line - 1; left > 0 && at < text.length; left--) at = text.indexOf("\n", at) + 1;
  return lineStart(text, at);
}

/** All tools take turns, also in being the first, so that what else the machine does hits them alike. */
function measure(scenarios: readonly EditScenario[], lines: number): readonly Row[] {
  const counts = Object.entries(tools).map(([name, tool]) => ({
    name,
    tool,
    milliseconds: [] as number[],
    right: 0,
    wrongPlace: 0,
  }));
  for (const scenario of scenarios.slice(0, warmUp)) for (const { tool } of counts) tool(scenario)();
  for (const [index, scenario] of scenarios.entries()) {
    const first = index % counts.length;
    for (const count of [...counts.slice(first), ...counts.slice(0, first)]) {
      const apply = count.tool(scenario);
      const start = performance.now();
      const after = apply();
      after?.charCodeAt(after.length >> 1); // A string put together from pieces is one only when it is read.
      count.milliseconds.push(performance.now() - start);
      if (after === scenario.expected) count.right++;
      else if (after !== undefined && isElsewhere(scenario, after)) count.wrongPlace++;
    }
  }
  return counts.map(({ name, milliseconds, right, wrongPlace }) => ({
    lines,
    edit: scenarios[0]?.kind ?? "exact",
    tool: name,
    editsPerSecond: rounded(1_000 / quantile(milliseconds, 0.5), 0),
    right: rounded(right / scenarios.length, 4),
    wrongPlace: rounded(wrongPlace / scenarios.length, 4),
  }));
}

/** Whether a line outside the meant ones was changed, or one at all where no place can be told. */
function isElsewhere({ text, expected, meant: [first, last] }: EditScenario, after: string): boolean {
  if (expected === undefined) return after !== text;
  const before = text.split("\n");
  const changed = after.split("\n");
  const above = before.slice(0, first).every((line, index) => changed[index] === line);
  const below = before
    .slice(last)
    .every((line, index) => changed[changed.length - (before.length - last) + index] === line);
  return !above || !below;
}

function run(shareOfEdits: number): readonly Row[] {
  const rows: Row[] = [];
  for (const { lines, edits } of sizes) {
    const file = makeFile(lines);
    const text = file.join("\n");
    text.charCodeAt(0);
    for (const kind of kinds) {
      const next = random(lines);
      const count = Math.max(5, Math.round(edits * shareOfEdits));
      const scenarios = Array.from({ length: count }, () => makeScenario(kind, file, text, next));
      rows.push(...measure(scenarios, lines));
    }
  }
  return rows;
}

/** Small files in which the search always stands twice or more, exactly or but for white space. */
function placedAmongSeveral(cases: number): number {
  const next = random(cases);
  const words = ["a();", "b();", "}", "return;", "", "if (c) {"];
  let placed = 0;
  for (let index = 0; index < cases; index++) {
    const piece = ["key();", ...Array.from({ length: next(4) }, () => words[next(words.length)] ?? "")];
    const filler = () => Array.from({ length: next(5) }, () => words[next(words.length)] ?? "");
    const shift = " ".repeat(next(3));
    const shifted = piece.map((line) => (line === "" ? line : shift + line));
    const text = joined([...filler(), ...shifted, ...filler(), ...shifted, ...filler()]);
    const off = next(2) === 0 ? shifted : piece.map((line) => (line === "" ? line : `\t${line} `));
    if (applyBlocks(text, [{ old: joined(off), new: "NEW\n" }], false).kind === "applied") placed++;
  }
  return placed;
}

export const bench: Benchmark = {
  name: "edits",
  async run({ args }) {
    const share = args.includes("--short") ? 0.1 : 1;
    const rows = run(share);
    const cases = Math.round(ambiguousCases * share);
    const wronglyPlaced = placedAmongSeveral(cases);
    return { text: describe(rows, cases, wronglyPlaced), json: { edits: rows, ambiguous: { cases, wronglyPlaced } } };
  },
};

function describe(rows: readonly Row[], cases: number, wronglyPlaced: number): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);
  const lines = rows.map(({ lines: count, edit, tool, editsPerSecond, right, wrongPlace }) =>
    [
      count.toLocaleString("en").padStart(9),
      edit.padEnd(9),
      tool.padEnd(16),
      editsPerSecond.toLocaleString("en").padStart(9),
      percent(right),
      percent(wrongPlace),
    ].join("  "),
  );
  return [
    "    lines  edit       tool              edits/s     right  wrong place",
    ...lines,
    `Ambiguous cases: ${cases.toLocaleString("en")}, wrongly placed: ${wronglyPlaced}.`,
    "Goal: at least as fast as the others at a higher share of right outcomes, and no wrong place.",
  ].join("\n");
}
