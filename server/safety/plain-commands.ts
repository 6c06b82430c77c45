import type { ShellNode, ShellParser } from "./shell-parser.ts";

export interface Word {
  /** What the program receives. */
  readonly text: string;
  readonly quoted: boolean;
}

/** One program with its arguments; no assignment, no redirection, nothing that the shell would expand. */
export interface PlainCommand {
  readonly program: string;
  readonly words: readonly Word[];
}

export type PlainCommands =
  | { readonly kind: "plain"; readonly commands: readonly PlainCommand[] }
  | { readonly kind: "not-plain"; readonly because: string };

const maxLength = 8000;
const maxCommands = 20;

/**
 * Reads a command line of which every part is known to be harmless syntax: programs with literal words, joined by `&&`, `||`, `;` or `|`.
 * This is a list of what is allowed, not of what is forbidden, so syntax that the grammar or we don't know ends in `not-plain`.
 */
export function readPlainCommands(parser: ShellParser, commandLine: string): PlainCommands {
  const text = commandLine.trim();
  if (text === "") return notPlain("there is nothing to run");
  if (text.length > maxLength) return notPlain("it is very long");
  const unusual = unusualCharacter(text);
  if (unusual !== undefined) return notPlain(unusual);
  const root = parser.parse(text);
  if (root === undefined || root.hasError) return notPlain("it could not be read completely");
  const commands: PlainCommand[] = [];
  const problem =
    root.startIndex === 0 && root.endIndex === text.length
      ? readNode(root, text, commands)
      : "a part of it was not read";
  if (problem !== undefined) return notPlain(problem);
  return commands.length > maxCommands ? notPlain("it chains very many commands") : { kind: "plain", commands };
}

function unusualCharacter(text: string): string | undefined {
  if (/[\r\n]/.test(text)) return "it has several lines";
  if (/\p{Cc}/u.test(text)) return "it contains control characters";
  if (/[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text))
    return "it contains invisible or look-alike characters";
  return undefined;
}

const separators: ReadonlySet<string> = new Set(["&&", "||", ";", "|"]);
const containers: ReadonlySet<string> = new Set(["program", "list", "pipeline"]);

/** Adds the commands below a node; gives back what is wrong with it, if anything. */
function readNode(node: ShellNode, text: string, commands: PlainCommand[]): string | undefined {
  if (node.isError || node.isMissing) return "it could not be read completely";
  if (node.type === "command") return readCommand(node, text, commands);
  if (!containers.has(node.type)) return `it uses ${describe(node.type)}`;
  let end = node.startIndex;
  for (const child of node.children) {
    if (child === null || !/^ *$/.test(text.slice(end, child.startIndex))) return "a part of it was not read";
    end = child.endIndex;
    if (separators.has(child.type)) continue;
    const problem = readNode(child, text, commands);
    if (problem !== undefined) return problem;
  }
  return end === node.endIndex ? undefined : "a part of it was not read";
}

function readCommand(node: ShellNode, text: string, commands: PlainCommand[]): string | undefined {
  const words: Word[] = [];
  let end = node.startIndex;
  for (const [index, child] of node.children.entries()) {
    if (child === null) return "a part of it was not read";
    const gap = text.slice(end, child.startIndex);
    if (index === 0 ? gap !== "" : !/^ +$/.test(gap)) return "a part of it was not read";
    end = child.endIndex;
    const word = readWord(child, text);
    if (typeof word === "string") return word;
    words.push(word);
  }
  const [name, ...rest] = words;
  if (name === undefined || end !== node.endIndex) return "a part of it was not read";
  if (name.quoted || !/^[A-Za-z0-9_./][A-Za-z0-9_./+-]*$/.test(name.text))
    return "the program's name is not spelled plainly";
  commands.push({ program: name.text, words: rest });
  return undefined;
}

// Everything else in an unquoted word could be expanded, end the word, or mean something to another shell.
const plainWord = /^[\p{L}\p{N}\p{M}_@%+:,./^!-][\p{L}\p{N}\p{M}_@%+=:,./~^!#-]*$/u;

function readWord(node: ShellNode, text: string): Word | string {
  const source = text.slice(node.startIndex, node.endIndex);
  const only = node.children.length === 1 ? node.children[0] : undefined;
  if (node.type === "command_name" && only) return readWord(only, text);
  if (node.type === "raw_string" && /^'[^']*'$/.test(source)) return { text: source.slice(1, -1), quoted: true };
  if (node.type === "string" && isLiteral(node) && /^"[^"$`\\]*"$/.test(source)) {
    return { text: source.slice(1, -1), quoted: true };
  }
  if (node.type !== "word" && node.type !== "number") return `it uses ${describe(node.type)}`;
  if (node.children.length > 0) return "a part of it was not read";
  if (/[=:]~/.test(source) || !plainWord.test(source)) return "it contains characters that the shell may expand";
  return { text: source, quoted: false };
}

function isLiteral(node: ShellNode): boolean {
  return node.children.every((child) => child !== null && (child.type === '"' || child.type === "string_content"));
}

const descriptions: Readonly<Record<string, string>> = {
  redirected_statement: "a redirection",
  command_substitution: "a command substitution",
  process_substitution: "a process substitution",
  simple_expansion: "a variable",
  expansion: "a variable",
  concatenation: "a word put together from pieces",
  variable_assignment: "an assignment",
  declaration_command: "an assignment",
  subshell: "a subshell",
  function_definition: "a function",
  "&": "a background command",
};

function describe(type: string): string {
  return descriptions[type] ?? (/^\w+$/.test(type) ? `shell syntax (${type.replaceAll("_", " ")})` : `\`${type}\``);
}

function notPlain(because: string): PlainCommands {
  return { kind: "not-plain", because };
}
