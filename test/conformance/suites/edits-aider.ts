import { z } from "zod";
import { applyFileEdit } from "../../../server/workspace/edits/apply-file-edit.ts";
import type { ParsedEdits } from "../../../server/workspace/edits/file-edit.ts";
import { withoutWrapping } from "../../../server/workspace/edits/formats/fence.ts";
import { fileNameAbove } from "../../../server/workspace/edits/formats/file-name.ts";
import {
  parseSearchReplace,
  type ReplyPart,
  readReply,
} from "../../../server/workspace/edits/formats/search-replace.ts";
import { parseUnifiedDiff, readHunks } from "../../../server/workspace/edits/formats/unified-diff.ts";
import type { CaseResult, Suite } from "../suite.ts";
import { applyToFiles } from "../support/edit-files.ts";
import { judge, resultOf } from "../support/edit-results.ts";
import { parseWholeFiles } from "../support/whole-file.ts";

const base = { id: z.string() };
const files = z.record(z.string(), z.string());

const wireCase = z.discriminatedUnion("kind", [
  z.object({
    ...base,
    kind: z.literal("parse_blocks"),
    edit: z.string(),
    known_files: z.array(z.string()).nullish(),
    expected: z.array(z.record(z.string(), z.string())).nullish(),
    expected_error: z.unknown().optional(),
  }),
  z.object({
    ...base,
    kind: z.literal("apply_block"),
    original: z.string(),
    search: z.string(),
    replace: z.string(),
    expected: z.string().nullable(),
  }),
  z.looseObject({ ...base, kind: z.literal("strip_wrapping"), expected: z.string() }),
  z.object({
    ...base,
    kind: z.literal("find_filename"),
    lines: z.array(z.string()),
    known_files: z.array(z.string()).nullish(),
    expected: z.string().nullable(),
  }),
  z.object({
    ...base,
    kind: z.literal("parse_udiff"),
    edit: z.string(),
    expected: z.array(z.object({ path: z.string(), hunk_lines: z.array(z.string()) })),
  }),
  z.object({
    ...base,
    kind: z.literal("end_to_end"),
    format: z.string(),
    input_files: files,
    files_in_chat: z.array(z.string()).nullish(),
    edit: z.string(),
    dry_run: z.boolean().nullish(),
    expected_files: files.nullish(),
    expected_error: z.unknown().optional(),
  }),
]);

type Case = z.infer<typeof wireCase>;
type CaseOf<Kind extends Case["kind"]> = Extract<Case, { kind: Kind }>;

/** Ids whose outcome differs by decision; the reasons stand in `../differences-edits.md`. */
const decided = new Set([
  "editblock/replace_multiple_matches",
  "editblock/replace_multiple_matches_missing_whitespace",
]);

export const suite: Suite = {
  name: "edits/aider",
  *run(cases) {
    for (const item of z.array(wireCase).parse(cases)) yield run(item);
  },
};

function run(item: Case): CaseResult {
  const [wanted, shown] = compare(item);
  return judge(item.id, wanted, shown, decided);
}

function compare(item: Case): readonly [string, string] {
  switch (item.kind) {
    case "parse_blocks":
      return parseBlocks(item);
    case "apply_block": {
      const block = { old: item.search, new: item.replace };
      const outcome = applyFileEdit(item.original, { kind: "update", path: "file", blocks: [block], inOrder: false });
      return [item.expected === null ? "error not-found" : `text ${JSON.stringify(item.expected)}`, resultOf(outcome)];
    }
    case "strip_wrapping": {
      const { input, text, edit, original, content, filename, fname, file } = item;
      const [wrapped] = [input, text, edit, original, content].filter((value) => typeof value === "string");
      const [name] = [filename, fname, file].filter((value) => typeof value === "string");
      return [item.expected, withoutWrapping(wrapped ?? "", name ?? "")];
    }
    case "find_filename": // The lines come nearest first.
      return [String(item.expected ?? undefined), String(fileNameAbove(item.lines, item.known_files ?? []))];
    case "parse_udiff":
      return parseDiff(item);
    case "end_to_end":
      return endToEnd(item);
  }
}

function parseBlocks(item: CaseOf<"parse_blocks">): readonly [string, string] {
  const read = readReply(item.edit, { known: item.known_files ?? [] });
  const shown = read.kind === "malformed" ? "malformed" : JSON.stringify(read.parts.map(showPart));
  if (item.expected_error !== undefined || !item.expected) return ["malformed", shown];
  return [
    JSON.stringify(item.expected.map(({ path, search, replace, shell }) => [shell ?? [path, search, replace]])),
    shown,
  ];
}

function showPart(part: ReplyPart): unknown {
  return [part.kind === "command" ? part.text : [part.path, part.block.old, part.block.new]];
}

function parseDiff(item: CaseOf<"parse_udiff">): readonly [string, string] {
  const hunks = readHunks(item.edit).map(({ to, from, lines }) => ({
    path: to ?? from,
    hunk_lines: lines.map((line) => `${line}\n`),
  }));
  return [JSON.stringify(item.expected), JSON.stringify(hunks)];
}

function endToEnd(item: CaseOf<"end_to_end">): readonly [string, string] {
  const inChat = item.files_in_chat ?? Object.keys(item.input_files);
  const wanted = item.expected_files ? showFiles(item.expected_files) : "malformed";
  const parsed = parse(item, inChat);
  if (parsed.kind === "malformed") return [wanted, item.expected_files ? showFiles(item.input_files) : "malformed"];
  // A file that is there and was not read is left alone by the tools.
  const allowed = parsed.files.filter((file) => inChat.includes(file.path) || !(file.path in item.input_files));
  const after = item.dry_run ? item.input_files : applyToFiles(item.input_files, allowed).files;
  return [wanted, showFiles(after)];
}

function parse({ format, edit }: CaseOf<"end_to_end">, inChat: readonly string[]): ParsedEdits {
  if (/whole/.test(format)) return parseWholeFiles(edit, inChat);
  if (/diff/.test(format)) return parseUnifiedDiff(edit);
  return parseSearchReplace(edit, { known: inChat });
}

function showFiles(shown: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(shown).toSorted());
}
