import { basename } from "node:path";
import { ConfigurationTarget, l10n, type QuickPickItem, QuickPickItemKind, window, workspace } from "vscode";
import type { BudgetsView, BudgetView } from "../../server/protocol/requests.ts";
import { formatNanoUsd, limitNanoUsd, nanoUsdOf } from "../../server/protocol/usd.ts";
import type { Notify } from "../notify.ts";
import { typedAmount } from "./budget-amount.ts";
import { type BudgetChoice, type BudgetWindow, budgetWindows, limitIn, withFolderBudget } from "./budget-settings.ts";
import { budgetName } from "./spend-words.ts";

interface ChoiceItem extends QuickPickItem {
  readonly choice?: BudgetChoice;
}

/** Two steps: which budget, then how much. The first choice and today's amount are filled in, so that Enter goes on. */
export async function setBudget(known: BudgetsView | undefined, notify: Notify): Promise<void> {
  const choice = (await pickChoice(known))?.choice;
  if (choice === undefined) return;
  const typed = await askAmount(choice, limitOf(choice, known));
  if (typed === undefined) return;
  await writeBudget(choice, typed === "none" ? undefined : typed);
  const name = budgetName({ scope: choice.folder ?? "everything", window: choice.window });
  if (typed === "none") void notify.info(l10n.t("{0} is removed.", name));
  else void notify.info(l10n.t("{0} is {1} now.", name, limitNanoUsd(nanoUsdOf(plain(typed)) ?? "0")));
}

function pickChoice(known: BudgetsView | undefined): Thenable<ChoiceItem | undefined> {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const items = [
    separator(l10n.t("Everything")),
    ...budgetWindows.map((window) => choiceItem({ folder: undefined, window }, known)),
    ...folders.flatMap(({ uri, name }) => [
      separator(l10n.t("This folder: {0}", name)),
      ...budgetWindows.map((window) => choiceItem({ folder: uri.fsPath, window }, known)),
    ]),
  ];
  return window.showQuickPick(items, {
    title: l10n.t("Set Budget"),
    placeHolder: l10n.t("Which budget? It holds for you in all windows."),
    matchOnDescription: true,
  });
}

function separator(label: string): ChoiceItem {
  return { label, kind: QuickPickItemKind.Separator };
}

function choiceItem(choice: BudgetChoice, known: BudgetsView | undefined): ChoiceItem {
  const limit = limitOf(choice, known);
  const spent = inForce(choice, known)?.posted;
  const shown = limit === undefined ? l10n.t("no limit") : dollars(limit);
  const counted = spent === undefined || choice.window === "task" ? "" : l10n.t("{0} spent", formatNanoUsd(spent));
  return { choice, label: windowLabel(choice), description: [shown, counted].filter((it) => it !== "").join(" · ") };
}

function windowLabel({ folder, window }: BudgetChoice): string {
  const label = {
    day: l10n.t("Each day"),
    task: l10n.t("Each task"),
    week: l10n.t("Each week"),
    month: l10n.t("Each month"),
  }[window];
  return folder === undefined ? label : l10n.t("{0} in {1}", label, basename(folder));
}

function askAmount(choice: BudgetChoice, limit: number | undefined): Thenable<number | "none" | undefined> {
  const none = l10n.t({ message: "none", comment: ["The word that a user types to remove a budget."] });
  const words = ["none", none.toLowerCase()];
  const entered = window.showInputBox({
    title: windowLabel(choice),
    prompt: l10n.t("US dollars, such as 5 or 0.50. 0 means that nothing may be spent; “{0}” removes the limit.", none),
    value: limit === undefined ? suggestions[choice.window] : plain(limit),
    validateInput: (text) =>
      typedAmount(text, words).kind === "invalid"
        ? l10n.t("An amount of dollars is needed, such as 5 or 0.50, or “{0}”.", none)
        : undefined,
  });
  return entered.then((text) => {
    const amount = text === undefined ? undefined : typedAmount(text, words);
    if (amount?.kind === "amount") return amount.usd;
    return amount?.kind === "none" ? "none" : undefined;
  });
}

/** What is offered where there is no limit yet. */
const suggestions: Readonly<Record<BudgetWindow, string>> = { task: "1", day: "10", week: "30", month: "100" };

/** What the settings say, else what holds (a configuration file may have set it), in dollars. */
function limitOf(choice: BudgetChoice, known: BudgetsView | undefined): number | undefined {
  const configuration = workspace.getConfiguration("stepladder");
  const { folder, window } = choice;
  const holding = inForce(choice, known);
  if (folder !== undefined) {
    const set = limitIn(configuration.inspect("budgets.folders")?.globalValue, [folder, window]);
    return set ?? (holding === undefined ? undefined : Number(holding.limit) / 1e9);
  }
  const setting = configuration.inspect(`budgets.${window}`);
  if (setting?.globalValue !== undefined) return limitIn(setting.globalValue, []);
  return holding === undefined ? limitIn(setting?.defaultValue, []) : Number(holding.limit) / 1e9;
}

function inForce({ folder, window }: BudgetChoice, known: BudgetsView | undefined): BudgetView | undefined {
  return known?.budgets.find((budget) => budget.window === window && budget.scope === (folder ?? "everything"));
}

async function writeBudget({ folder, window }: BudgetChoice, usd: number | undefined): Promise<void> {
  const configuration = workspace.getConfiguration("stepladder");
  if (folder === undefined) {
    // Null, not undefined: that would bring the default back.
    return await configuration.update(`budgets.${window}`, usd ?? null, ConfigurationTarget.Global);
  }
  const before = configuration.inspect("budgets.folders")?.globalValue;
  const after = withFolderBudget(before, { folder, window }, usd);
  await configuration.update("budgets.folders", after, ConfigurationTarget.Global);
}

function dollars(usd: number): string {
  return limitNanoUsd(nanoUsdOf(plain(usd)) ?? "0");
}

/** Without an exponent, which small numbers would be written with. */
function plain(usd: number): string {
  return usd.toFixed(9).replace(/\.?0+$/, "");
}
