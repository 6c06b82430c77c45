import { t } from "@vscode/l10n";
import type { BudgetsView, BudgetView } from "../../server/protocol/requests.ts";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { visibleLine } from "../shared/visible-text.ts";

export function money(amount: bigint | string): string {
  return formatNanoUsd(amount.toString());
}

export function count(value: number): string {
  return value.toLocaleString(language());
}

export function language(): string | undefined {
  return document.documentElement.lang || undefined;
}

/** A day `2026-11-21` or a month `2026-11`, as the reader writes it. */
export function dayText(key: string, length: "short" | "long"): string {
  const isMonth = key.length === 7;
  const date = new Date(`${isMonth ? `${key}-01` : key}T12:00:00`);
  if (isMonth) return date.toLocaleDateString(language(), { month: length, year: "numeric" });
  return date.toLocaleDateString(language(), {
    day: "numeric",
    month: length,
    ...(length === "long" ? { year: "numeric" } : {}),
  });
}

export function timeText(iso: string): string {
  return new Date(iso).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
}

/** The last part of a path, on any machine. */
export function folderName(root: string): string {
  return visibleLine(root.split(/[\\/]/).findLast((part) => part !== "") ?? root);
}

export function budgetTitle({ scope, window }: Pick<BudgetView, "scope" | "window">): string {
  const title = { task: t("Each task"), day: t("Today"), week: t("This week"), month: t("This month") }[window];
  return scope === "everything" ? t("{0}, everything", title) : t("{0}, {1}", title, folderName(scope));
}

export function limitText(atLimit: BudgetsView["atLimit"]): string {
  switch (atLimit) {
    case "ask":
      return t("At a limit you are asked whether to raise it.");
    case "local-only":
      return t("At a limit only free local models go on.");
    case "stop":
      return t("At a limit the task stops.");
  }
}
