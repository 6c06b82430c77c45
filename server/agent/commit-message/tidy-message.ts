import { createAnswerFilter } from "../inline/answer-filter.ts";

const longestSubject = 72;

/** A model's answer as a commit message: a first line of at most 72 characters, an empty line, a body. Empty when there is none. */
export function tidyMessage(answer: string): string {
  const filter = createAnswerFilter({ prose: true, hasFences: true, prefixFor: () => "" });
  filter.push(answer);
  const found = filter.end().answer;
  const text = found.kind === "replacement" ? found.text : "";
  const lines = text.split("\n").map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0) return "";
  const [subject, rest] = cutSubject(unquoted((lines[first] ?? "").trim()));
  const body = [
    rest,
    lines
      .slice(first + 1)
      .join("\n")
      .trim(),
  ]
    .filter(Boolean)
    .join("\n\n");
  return body === "" ? subject : `${subject}\n\n${body}`;
}

function unquoted(line: string): string {
  return /^(["'`]).*\1$/.test(line) && line.length > 2 ? line.slice(1, -1).trim() : line;
}

/** Too long a line is cut at its last word that fits; the rest goes on in the body. */
function cutSubject(line: string): readonly [string, string] {
  if (line.length <= longestSubject) return [line, ""];
  const space = line.lastIndexOf(" ", longestSubject - 1);
  const end = space > longestSubject / 2 ? space : longestSubject - 1;
  return [`${line.slice(0, end).trimEnd().toWellFormed()}…`, `…${line.slice(end).trim().toWellFormed()}`];
}
