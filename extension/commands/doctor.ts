import { env, l10n, ProgressLocation, type Uri, version, window } from "vscode";
import type { FindingView } from "../../server/protocol/requests.ts";
import { ServerFailure } from "../connection/server-failure.ts";
import type { Parts } from "../parts.ts";
import { showDoctorPage } from "./doctor-document.ts";
import { doctorPage } from "./doctor-page.ts";
import { chooseFolder } from "./folder.ts";

/** Looks at everything that a task needs, and shows what it found with the next steps, as a page. */
export async function doctor({ server }: Parts): Promise<void> {
  const folder = await chooseFolder();
  const findings = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t("Stepladder: looking at everything that a task needs") },
    async () => [...editorFindings(), ...(await serverFindings(server, folder))],
  );
  await showDoctorPage(doctorPage(findings, words()));
}

/** A server that can't answer is a finding too. */
async function serverFindings(server: Parts["server"], folder: Uri | undefined): Promise<readonly FindingView[]> {
  try {
    const asked = folder === undefined ? {} : { workspace: folder.fsPath };
    const { findings } = await server.request("stepladder/doctor", asked);
    return [
      { level: "ok", subject: l10n.t("server"), message: l10n.t("It is running."), next: undefined },
      ...findings,
    ];
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
    const next = l10n.t("Look at the log with “Stepladder: Show Log”, then run “Stepladder: Restart Server”.");
    return [{ level: "problem", subject: l10n.t("server"), message: error.message, next }];
  }
}

function editorFindings(): readonly FindingView[] {
  const where = env.remoteName === undefined ? l10n.t("on this machine") : l10n.t("in a remote window");
  const message = l10n.t("{0} {1} with Node {2}, {3}.", env.appName, version, process.versions.node, where);
  return [{ level: "ok", subject: l10n.t("editor"), message, next: undefined }];
}

function words() {
  return {
    title: l10n.t("Stepladder Doctor"),
    allWell: l10n.t("Everything that a task needs is there."),
    levels: { problem: l10n.t("Problems"), warning: l10n.t("Warnings"), ok: l10n.t("In order") },
    next: l10n.t("Next step:"),
  };
}
