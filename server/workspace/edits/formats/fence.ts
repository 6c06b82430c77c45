/** Models put code between these lines. The wrapping ones are used where the code itself holds backticks. */
const opener = /^\s*(?:`{3,}|~{3,}|<(?:source|code|pre|codeblock|sourcecode)>)/;
const closer = /^\s*(?:`{3,}|~{3,}|<\/(?:source|code|pre|codeblock|sourcecode)>)/;

export function isFence(line: string): boolean {
  return opener.test(line) || closer.test(line);
}

export function opensFence(line: string): boolean {
  return opener.test(line);
}

/** Whether the line ends what `open` began: as many backticks or more, or the closing tag. Nothing else may stand on it. */
export function closesFence(line: string, open: string): boolean {
  const begun = opener.exec(open)?.[0].trim() ?? "";
  const end = line.trim();
  if (begun.startsWith("<")) return end === begun.replace("<", "</");
  return end.length >= begun.length && end === (begun[0] ?? "").repeat(end.length);
}

/** What stands behind the opening fence: a language, or a file name. */
export function fenceInfo(line: string): string {
  return line.replace(opener, "").trim();
}

/** The text without the fence around it, and without a line above that with its file name. All else stays as it is. */
export function withoutWrapping(text: string, path: string): string {
  const lines = text.trimEnd().split("\n");
  const name = path.split("/").at(-1) ?? "";
  if (name !== "" && lines[0]?.trim().endsWith(name) && opensFence(lines[1] ?? "")) lines.shift();
  const [first = "", ...body] = lines;
  const last = body.pop() ?? "";
  const isWrapped =
    /^(`{3}|~{3})/.test(first) && closesFence(last, first) && !body.some((line) => closesFence(line, first));
  return isWrapped ? body.map((line) => `${line}\n`).join("") : text;
}
