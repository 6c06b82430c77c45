import type { Uri } from "vscode";
import type { ChangedFileView } from "../../server/protocol/requests.ts";
import { Decisions } from "./decisions.ts";
import { type ReviewedFile, reviewedFile } from "./reviewed-file.ts";

/** The review of one task's changes, from its opening until every file is decided. */
export class Review {
  readonly task: string;
  /** Root of the task's workspace folder. */
  readonly workspace: string;
  /** Also the label of its tab, by which it is found again. */
  readonly title: string;
  readonly decisions: Decisions;
  readonly #files: readonly ReviewedFile[];

  constructor(task: string, workspace: string, title: string, files: readonly ChangedFileView[]) {
    this.task = task;
    this.workspace = workspace;
    this.title = title;
    this.#files = files.map((file) => reviewedFile(file, task, workspace));
    this.decisions = new Decisions(files.map((file) => file.path));
  }

  get openFiles(): readonly ReviewedFile[] {
    return this.#files.filter((file) => this.decisions.isOpen(file.path));
  }

  /** By either side's address. */
  openFile(uri: Uri): ReviewedFile | undefined {
    const address = uri.toString();
    return this.openFiles.find((file) => file.uri.toString() === address || file.beforeUri.toString() === address);
  }
}
