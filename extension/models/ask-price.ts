import { l10n } from "vscode";
import type { ModelsView } from "../../server/protocol/requests.ts";
import { askText, pickOne } from "./ask.ts";
import { type ModelSetting, withPrice } from "./ladder-settings.ts";
import type { ModelDesk } from "./model-desk.ts";
import { rateOf } from "./price-text.ts";
import { runSteps } from "./steps.ts";

/** Asks what a model costs and writes it down. Without an answer the model stays refused, and says so when it is used. */
export async function askPrice(id: string, view: ModelsView, desk: ModelDesk): Promise<"done" | "cancelled"> {
  const title = l10n.t("Price of {0}", id);
  let free = false;
  let input = "";
  let output = "";
  const mistake = (text: string) =>
    rateOf(text) === undefined ? l10n.t("Write the price in dollars per million tokens, such as 0.30.") : undefined;
  const end = await runSteps([
    async ({ canGoBack }) => {
      const answer = await pickOne({
        title,
        canGoBack,
        placeholder: l10n.t("Its price is not known. Without one it is not used."),
        items: [
          { label: l10n.t("Enter the price…"), free: false },
          { label: l10n.t("It is free"), description: l10n.t("calls are not counted in dollars"), free: true },
        ],
      });
      if (answer.kind === "answer") free = answer.value.free;
      return { kind: answer.kind === "answer" ? "next" : answer.kind };
    },
    async ({ canGoBack }) => {
      if (free) return { kind: "skipped" };
      const prompt = l10n.t("Dollars per million tokens that the model reads (input).");
      const answer = await askText({
        title,
        canGoBack,
        prompt,
        placeholder: "0.30",
        value: input,
        mistake,
      });
      if (answer.kind === "answer") input = answer.value;
      return { kind: answer.kind === "answer" ? "next" : answer.kind };
    },
    async ({ canGoBack }) => {
      if (free) return { kind: "skipped" };
      const prompt = l10n.t("Dollars per million tokens that the model writes (output).");
      const answer = await askText({
        title,
        canGoBack,
        prompt,
        placeholder: "1.20",
        value: output,
        mistake,
      });
      if (answer.kind === "answer") output = answer.value;
      return { kind: answer.kind === "answer" ? "next" : answer.kind };
    },
  ]);
  if (end !== "done") return "cancelled";
  const price: NonNullable<ModelSetting["price"]> = free
    ? "free"
    : { input: rateOf(input) ?? "", output: rateOf(output) ?? "" };
  const settings = withPrice(desk.settings(), id, price);
  if (settings !== undefined) await desk.write(settings, view);
  return "done";
}
