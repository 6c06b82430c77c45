import { commands, Disposable, EventEmitter, Uri, window, workspace } from "vscode";

const scheme = "stepladder-doctor";
const address = Uri.from({ scheme, path: "/Stepladder Doctor.md" });
const changed = new EventEmitter<Uri>();
let page = "";

/** Gives the doctor's page to the editor, which asks for it when it is shown. */
export function registerDoctorDocument(): Disposable {
  const provided = { onDidChange: changed.event, provideTextDocumentContent: () => page };
  return Disposable.from(changed, workspace.registerTextDocumentContentProvider(scheme, provided));
}

/** Rendered where the editor can: its markdown preview may be turned off. */
export async function showDoctorPage(markdown: string): Promise<void> {
  page = markdown;
  changed.fire(address);
  try {
    await commands.executeCommand("markdown.showPreview", address);
  } catch {
    // Without the preview there is no such command; the text can be read as it is.
    await window.showTextDocument(address);
  }
}
