import { commands, Disposable } from "vscode";
import type { Parts } from "../parts.ts";
import { followSpend } from "./last-spend.ts";
import { createSpendStatusBar } from "./status-bar.ts";
import { tellBudgets } from "./tell-budgets.ts";

/** The spend in sight: the status bar, the messages about budgets, and the commands that set and export. */
export function registerSpend(parts: Parts): Disposable {
  const spend = followSpend(parts);
  const command = (name: string, run: () => Promise<void>) =>
    commands.registerCommand(name, () => run().catch((error: unknown) => parts.notify.failure(error)));
  return Disposable.from(
    spend,
    createSpendStatusBar(spend),
    tellBudgets(parts, spend),
    command("stepladder.setBudget", async () => (await import("./set-budget.ts")).setBudget(spend.known, parts.notify)),
    command("stepladder.exportLedger", async () => (await import("./export-ledger.ts")).exportLedger(parts)),
    command("stepladder.forgetRoutes", async () => (await import("./forget-routes.ts")).forgetRoutes(parts)),
  );
}
