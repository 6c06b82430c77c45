import { l10n } from "vscode";
import type { QuoteView, TaskOutcome } from "../../server/protocol/events.ts";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import type { EditProgress } from "./edit-progress.ts";

/** What stands above the prompt: who tries it first, what it costs, who stands behind. */
export function quoteSentence({ models, low, high, likely }: QuoteView): string {
  const [first = "", ...rest] = models;
  const price =
    low === high || formatNanoUsd(low) === formatNanoUsd(high)
      ? l10n.t("about {0}", formatNanoUsd(likely))
      : l10n.t("about {0} ({1} to {2})", formatNanoUsd(likely), formatNanoUsd(low), formatNanoUsd(high));
  return rest.length === 0
    ? l10n.t("{0}, {1}", first, price)
    : l10n.t("{0} first, {1}; then {2}", first, price, rest.join(", "));
}

/** What the code lens says while it streams and is checked. */
export function progressSentence(progress: EditProgress, checking: boolean): string {
  const { model, rung, cost, loadedIn, note } = progress;
  const spent = formatNanoUsd(String(cost));
  if (note?.kind === "stepping-up") return l10n.t("Stepping up to {0} because {1}", note.to, short(note.because));
  if (note?.kind === "waiting") return l10n.t("Waiting: {0}", short(note.because));
  if (note?.kind === "loading") return l10n.t("Loading {0}…", note.model);
  if (model === undefined) return l10n.t("Starting…");
  const worker = rung === undefined ? model : l10n.t("{0} on {1}", model, rung);
  const who = loadedIn === undefined ? worker : l10n.t("{0}, loaded in {1} s", worker, Math.ceil(loadedIn / 1000));
  return checking ? l10n.t("Checking {0} · {1}", who, spent) : l10n.t("{0} · {1}", who, spent);
}

/** What the code lens says when there is something to decide. */
export function verdictSentence({ model = "", cost, verdict, outcome }: EditProgress): string {
  const spent = formatNanoUsd(String(cost));
  const because = verdict?.because ?? (outcome !== undefined && "because" in outcome ? outcome.because : "");
  return outcome?.kind === "proved"
    ? l10n.t("Proved · {0} · {1} · {2}", spent, model, short(because))
    : l10n.t("Unproved · {0} · {1} · {2}", spent, model, short(because));
}

/** Why an edit left nothing to decide on; undefined for what the user did. */
export function failureSentence(outcome: TaskOutcome, answer: string): string | undefined {
  switch (outcome.kind) {
    case "cancelled":
      return undefined;
    case "refuted":
      return l10n.t("No model got the inline edit right, and the text is as before. {0}", outcome.because);
    case "over-budget":
    case "refused":
    case "failed":
      return l10n.t("The inline edit did not work, and the text is as before. {0}", outcome.message);
    case "answered":
    case "proved":
    case "unproved":
      return answer.trim() === ""
        ? l10n.t("The model left the lines as they are.")
        : l10n.t("The model left the lines as they are: {0}", short(answer.trim()));
  }
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").replace(/[.:]$/, "");
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
