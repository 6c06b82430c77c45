import type { Closest } from "./closest-line.ts";
import type { BlockFailure, BlockOutcome, EditOutcome } from "./edit-outcome.ts";
import type { Match } from "./locate.ts";

/** What the model reads after an edit. It names the next step, not just the failure; of several blocks it names each. */
export function editFeedback(path: string, outcome: EditOutcome): string {
  switch (outcome.kind) {
    case "applied":
      return `Edited ${path}${outcome.lines.length > 0 ? ` at ${places(outcome.lines)}` : ""}${howItMatched(outcome.match)}.`;
    case "partly-applied":
      return `Edited ${path} in part: ${outcome.blocks.length} blocks, of which some could not be placed. Send only these again.\n${blockByBlock(outcome.blocks)}`;
    case "none-applied":
      return `None of the ${outcome.blocks.length} blocks could be placed in ${path}, so nothing was changed.\n${blockByBlock(outcome.blocks)}`;
    case "deleted":
      return `Deleted ${path}.`;
    case "no-file":
      return `There is no file ${path}, so nothing was changed. Use list_files or search to find the right path.`;
    case "not-found":
      return `The old text is not in ${path}, so nothing was changed.${nextStep(outcome)}`;
    case "ambiguous":
      return `The old text stands at ${places(outcome.lines)} of ${path}, so nothing was changed.${nextStep(outcome)}`;
    case "unchanged":
      return `Old and new text are the same, so ${path} was left alone.${nextStep(outcome)}`;
    case "malformed":
      return `The edit of ${path} can't be used, so nothing was changed. ${outcome.because}${nextStep(outcome)}`;
  }
}

function blockByBlock(blocks: readonly BlockOutcome[]): string {
  return blocks.map((block, index) => `${index + 1}. ${blockFeedback(block)}`).join("\n");
}

function blockFeedback(block: BlockOutcome): string {
  switch (block.kind) {
    case "placed":
      return `Placed at line ${block.line}${howItMatched(block.match)}.`;
    case "not-found":
      return `Not found.${nextStep(block)}`;
    case "ambiguous":
      return `Stands at ${places(block.lines)}.${nextStep(block)}`;
    case "unchanged":
      return `Old and new text are the same.${nextStep(block)}`;
    case "malformed":
      return `${block.because}${nextStep(block)}`;
  }
}

function nextStep(failure: BlockFailure): string {
  switch (failure.kind) {
    case "not-found":
      return `${near(failure.closest)} Read the file there and send the old text exactly as it stands.`;
    case "ambiguous":
      return " Include more of the lines around the one you mean, or set replace_all to change all of them.";
    case "unchanged":
      return " If the file is already as it should be, go on with the next step.";
    case "malformed":
      return " Send the lines to replace as old text.";
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
    case "as-it-reads":
      return " (the file has other spacing or escapes inside the lines than your old text; check the new lines)";
  }
}

function near(closest: Closest | undefined): string {
  if (closest === undefined) return " Nothing in it looks like it.";
  return ` The closest place is line ${closest.line}: the file has ${quote(closest.actual)} where your old text has ${quote(closest.expected)}.`;
}

function quote(line: string): string {
  return JSON.stringify(line.length > 200 ? `${line.slice(0, 200)}…` : line);
}
