import { t } from "@vscode/l10n";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../shared/icon.ts";
import { visibleLine } from "../shared/visible-text.ts";
import type { Action, Status } from "./messages.ts";
import { sends } from "./send.ts";

/** Why no task can start, with the next step; nothing when one can. */
export function statusCard(status: Status): TemplateResult | typeof nothing {
  if (status.folders.length === 0) {
    return card(
      "folder-opened",
      t("No folder is open"),
      html`<p>${t("Stepladder works in a folder: open one to begin.")}</p>`,
      [
        { action: "open-folder", label: t("Open Folder") },
        { action: "spend-dashboard", label: t("Show Spend") },
      ],
    );
  }
  if (!status.trusted) {
    const text = t(
      "This folder is in Restricted Mode: nothing in it is read and nothing is run. Your spend stays visible.",
    );
    return card("workspace-untrusted", t("Restricted Mode"), html`<p>${text}</p>`, [
      { action: "manage-trust", label: t("Manage Workspace Trust") },
      { action: "spend-dashboard", label: t("Show Spend") },
    ]);
  }
  if (status.server.kind === "failed") {
    return card("error", t("The server does not run"), html`<p>${visibleLine(status.server.message)}</p>`, [
      { action: "restart-server", label: t("Restart Server") },
      { action: "show-log", label: t("Show Log") },
    ]);
  }
  if (status.server.kind === "invalid") {
    const problems = status.server.problems.map(({ where, message }) =>
      message.includes(where)
        ? html`<li>${withCode(message)}</li>`
        : html`<li><code>${visibleLine(where)}</code> ${withCode(message)}</li>`,
    );
    return card("warning", t("A setting has to be mended first"), html`<ul class="problems">${problems}</ul>`, [
      { action: "open-settings", label: t("Open Settings") },
    ]);
  }
  return nothing;
}

/** What stands between backticks is code. */
function withCode(message: string): TemplateResult[] {
  return visibleLine(message)
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** Whether the prompt box can be used. */
export function canWork(status: Status | undefined): boolean {
  return (
    status?.trusted === true &&
    status.folders.length > 0 &&
    status.server.kind !== "failed" &&
    status.server.kind !== "invalid"
  );
}

interface Choice {
  readonly action: Action;
  readonly label: string;
}

function card(name: string, title: string, body: TemplateResult, choices: readonly Choice[]): TemplateResult {
  return html`<section class="card status" aria-label=${title}>
    <h2>${icon(name)}<span>${title}</span></h2>
    ${body}
    <div class="buttons">${choices.map((it, index) => html`<vscode-button ?secondary=${index > 0} @click=${sends({ type: "run", action: it.action })}>${it.label}</vscode-button>`)}</div>
  </section>`;
}
