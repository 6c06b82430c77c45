import { l10n, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { RouteModelView, RoutesView, SentParams } from "../../server/protocol/requests.ts";
import type { Parts } from "../parts.ts";

type ToForget = SentParams<"stepladder/routes/forget">;
interface Choice extends QuickPickItem {
  readonly what?: ToForget;
}

/** Asks what the router shall forget, and once more before it does: the ledger stays, but what was learnt is gone. */
export async function forgetRoutes({ server, notify }: Pick<Parts, "server" | "notify">): Promise<void> {
  const choice = await window.showQuickPick(choicesOf(await server.request("stepladder/routes", {})), {
    title: l10n.t("Forget What the Router Learned"),
    placeHolder: l10n.t("What shall be learned anew? Receipts stay as they are."),
  });
  if (choice?.what === undefined) return;
  const forget = l10n.t("Forget");
  const question = l10n.t("Forget what was learned? {0}", choice.label);
  const detail = l10n.t(
    "The router begins again from what is assumed of the models. The ledger and its receipts stay as they are.",
  );
  if ((await window.showWarningMessage(question, { modal: true, detail }, forget)) !== forget) return;
  const { attempts } = await server.request("stepladder/routes/forget", choice.what);
  void notify.info(
    attempts === 1 ? l10n.t("1 attempt is forgotten.") : l10n.t("{0} attempts are forgotten.", attempts),
  );
}

function choicesOf({ kinds }: RoutesView): readonly Choice[] {
  const all = kinds.flatMap(({ models }) => models);
  const byModel = [...Map.groupBy(all, ({ model }) => model)].map(([model, members]) =>
    item(model, { model }, members),
  );
  const byKind = kinds.map(({ kind, models }) => item(kind, { kind }, models));
  return [
    item(l10n.t("Everything"), {}, all),
    separator(l10n.t("Models")),
    ...byModel.filter(isLearnt),
    separator(l10n.t("Kinds of work")),
    ...byKind.filter(isLearnt),
  ];
}

function separator(label: string): Choice {
  return { label, kind: QuickPickItemKind.Separator };
}

interface Counted extends Choice {
  readonly attempts: number;
}

function item(label: string, what: ToForget, models: readonly RouteModelView[]): Counted {
  const attempts = models.reduce((sum, { proved, refuted, unproved }) => sum + proved + refuted + unproved, 0);
  const description = attempts === 1 ? l10n.t("1 attempt") : l10n.t("{0} attempts", attempts);
  return { label, what, attempts, description };
}

function isLearnt({ attempts }: Counted): boolean {
  return attempts > 0;
}
