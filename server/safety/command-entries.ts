import { type PlainCommand, readPlainCommands } from "./plain-commands.ts";
import type { ShellParser } from "./shell-parser.ts";

/** A command that the user named: exactly these words, or these and any further plain words. */
export interface CommandEntry {
  readonly words: readonly string[];
  readonly open: boolean;
}

/** `undefined` for an entry that is no single plain command; it then matches nothing. `npm run *` lets further words follow. */
export function readEntry(parser: ShellParser, entry: string): CommandEntry | undefined {
  const open = /\S +\*\s*$/.test(entry);
  const read = readPlainCommands(parser, open ? entry.replace(/\*\s*$/, "") : entry);
  const [command, ...others] = read.kind === "plain" ? read.commands : [];
  return command === undefined || others.length > 0 ? undefined : { words: wordsOf(command), open };
}

export function matchesEntry(command: PlainCommand, entry: CommandEntry): boolean {
  const words = wordsOf(command);
  if (entry.open ? words.length < entry.words.length : words.length !== entry.words.length) return false;
  return entry.words.every((word, index) => word === words[index]);
}

/** A denial is broader than a permission: its last word may end in `*` and then stands for every word that begins so. */
export function matchesDenial(command: PlainCommand, denial: string): boolean {
  const wanted = denial.trim().split(/\s+/);
  const words = wordsOf(command);
  const last = wanted.at(-1) ?? "";
  if (!last.endsWith("*"))
    return wanted.length === words.length && wanted.every((word, index) => word === words[index]);
  const exact = wanted.slice(0, -1);
  const rest = last.slice(0, -1);
  return (
    exact.every((word, index) => word === words[index]) && (rest === "" || (words[exact.length] ?? "").startsWith(rest))
  );
}

/** For shells that we have no complete grammar for: the same words, each made of characters that no shell gives a meaning. */
export function isSamePlainLine(commandLine: string, entry: string): boolean {
  const line = commandLine.trim();
  return (
    /^[A-Za-z0-9_./\\:-]+( +[A-Za-z0-9_./\\:-]+)*$/.test(line) &&
    line.split(/ +/).join(" ") === entry.trim().split(/ +/).join(" ")
  );
}

function wordsOf(command: PlainCommand): readonly string[] {
  return [command.program, ...command.words.map((word) => word.text)];
}
