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

/** The text without a line with its file name and without the fence around it, if it has them. */
export function withoutWrapping(text: string, path?: string): string {
  let lines = text.replace(/\n$/, "").split("\n");
  const name = path?.split("/").at(-1);
  if (name !== undefined && name !== "" && lines[0]?.trim().endsWith(name)) lines = lines.slice(1);
  const [first = ""] = lines;
  const last = lines.at(-1) ?? "";
  if (lines.length > 1 && opensFence(first) && closesFence(last, first)) lines = lines.slice(1, -1);
  const body = lines.join("\n");
  return body === "" || body.endsWith("\n") ? body : `${body}\n`;
}
