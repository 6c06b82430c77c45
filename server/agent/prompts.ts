import { readFileSync } from "node:fs";

const texts = new Map<string, string>();

/** A prompt file's text as it is, without its final newline. */
export function promptText(name: string): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`./prompts/${name}.md`, import.meta.url), "utf8").trimEnd();
  texts.set(name, text);
  return text;
}

/**
 * Fills the `{{holes}}` of a prompt file; a line that is only an empty hole disappears. Throws on a hole without a value and
 * on a value without a hole: both are bugs.
 */
export function render(name: string, holes: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(holes));
  const fill = (hole: string): string => {
    const value = holes[hole];
    if (value === undefined) throw new Error(`Prompt ${name} has a hole without a value: ${hole}`);
    unused.delete(hole);
    return value;
  };
  const filled = promptText(name).replace(
    /^\{\{(\w+)\}\}\n?|\{\{(\w+)\}\}/gm,
    (whole, line: string | undefined, word: string) => {
      const value = fill(line ?? word);
      return line !== undefined && value !== "" && whole.endsWith("\n") ? `${value}\n` : value;
    },
  );
  if (unused.size > 0) throw new Error(`Prompt ${name} has no hole for: ${[...unused].join(", ")}`);
  return `${filled.trim()}\n`;
}
