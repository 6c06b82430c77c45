import { basename } from "node:path";
import { l10n, ProgressLocation, Uri, window, workspace } from "vscode";
import { type Period, rangeOf } from "../../media/spend-dashboard/period.ts";
import type { Parts } from "../parts.ts";
import { localDay } from "./spend-summary.ts";

export type ExportFormat = "csv" | "json";

export interface LedgerExport {
  readonly format: ExportFormat;
  readonly period: Period;
  /** Root of a workspace folder; undefined for everything. */
  readonly folder: string | undefined;
}

/** Asks what to export, then where to. */
export async function exportLedger(parts: Pick<Parts, "server" | "notify">): Promise<void> {
  const format = await window.showQuickPick(formats(), {
    title: l10n.t("Export Ledger"),
    placeHolder: l10n.t("Which format?"),
  });
  if (format === undefined) return;
  const period = await window.showQuickPick(periods(), {
    title: l10n.t("Export Ledger"),
    placeHolder: l10n.t("The calls of which time?"),
  });
  if (period !== undefined) await saveExport(parts, { ...format, ...period, folder: undefined });
}

/** Asks for a file and writes all calls of the period to it, whatever kind of file system it lies on. */
export async function saveExport(
  { server, notify }: Pick<Parts, "server" | "notify">,
  wanted: LedgerExport,
): Promise<void> {
  const { format, period, folder } = wanted;
  const name = `stepladder-calls-${localDay(new Date())}.${format}`;
  const near = workspace.workspaceFolders?.[0]?.uri;
  const file = await window.showSaveDialog({
    title: l10n.t("Export Ledger"),
    filters: format === "csv" ? { CSV: ["csv"] } : { JSON: ["json"] },
    ...(near === undefined ? {} : { defaultUri: Uri.joinPath(near, name) }),
  });
  if (file === undefined) return;
  const params = { ...rangeOf(period, new Date()), format, ...(folder === undefined ? {} : { workspace: folder }) };
  const calls = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t("Exporting the ledger…") },
    async () => {
      const exported = await server.request("stepladder/export", params);
      await workspace.fs.writeFile(file, new TextEncoder().encode(exported.text));
      return exported.calls;
    },
  );
  const to = basename(file.path);
  const message =
    calls === 1 ? l10n.t("1 call is exported to {0}.", to) : l10n.t("{0} calls are exported to {1}.", calls, to);
  const open = l10n.t("Open File");
  if ((await notify.info(message, open)) === open) await window.showTextDocument(file);
}

function formats(): { readonly label: string; readonly description: string; readonly format: ExportFormat }[] {
  return [
    { label: "CSV", description: l10n.t("for spreadsheets"), format: "csv" },
    { label: "JSON", description: l10n.t("for programs"), format: "json" },
  ];
}

function periods(): { readonly label: string; readonly period: Period }[] {
  return [
    { label: l10n.t("This month"), period: { kind: "month" } },
    { label: l10n.t("Today"), period: { kind: "today" } },
    { label: l10n.t("Last 7 days"), period: { kind: "7-days" } },
    { label: l10n.t("Last 30 days"), period: { kind: "30-days" } },
    { label: l10n.t("All time"), period: { kind: "all" } },
  ];
}
