import type { EditOutcome } from "./apply-edit.ts";
import type { Closest } from "./closest-line.ts";
import type { Match } from "./locate.ts";

/** What the model reads after an edit. It names the next step, not just the failure. */
export function editFeedback(path: string, outcome: EditOutcome): string {
  switch (outcome.kind) {
    case "applied":
      return `Edited ${path} at ${places(outcome.lines)}${howItMatched(outcome.match)}.`;
    case "not-found":
      return `The old text is not in ${path}, so nothing was changed.${near(outcome.closest)} Read the file there and send the old text exactly as it stands.`;
    case "ambiguous":
      return `The old text stands at ${places(outcome.lines)} of ${path}, so nothing was changed. Include more of the lines around the one you mean, or set replace_all to change all of them.`;
    case "unchanged":
      return `Old and new text are the same, so ${path} was left alone. If the file is already as it should be, go on with the next step.`;
    case "malformed":
      return `The edit of ${path} can't be used, so nothing was changed. ${outcome.because} Send the lines to replace as old text.`;
  }
}

function places(lines: readonly number[]): string {
  const shown = lines.slice(0, 10).join(", ");
  const more = lines.length > 10 ? ` and ${lines.length - 10} more` : "";
  return `line${lines.length === 1 ? "" : "s"} ${shown}${more}`;
}

function howItMatched(match: Match): string {
  switch (match) {
    case "exact":
      return "";
    case "look-alike":
      return " (the file has other quotes, dashes or spaces than your old text)";
    case "ignoring-trailing-space":
      return " (the file has other white space at line ends than your old text)";
    case "ignoring-indentation":
      return " (the file is indented differently from your old text, so the new text was indented like the file)";
  }
}

function near(closest: Closest | undefined): string {
  if (closest === undefined) return " Nothing in it looks like it.";
  return ` The closest place is line ${closest.line}: the file has ${quote(closest.actual)} where your old text has ${quote(closest.expected)}.`;
}

function quote(line: string): string {
  return JSON.stringify(line.length > 200 ? `${line.slice(0, 200)}…` : line);
}
