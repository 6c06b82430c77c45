import { type Event, EventEmitter, type TextDocumentContentProvider, type Uri } from "vscode";
import type { Server } from "../connection/server.ts";
import { readBeforeQuery } from "./before-uri.ts";

/** The texts from before a task, as the left sides of a review show them; asked for once, changed by what the user keeps. */
export class BeforeTexts implements TextDocumentContentProvider {
  readonly #server: Server;
  readonly #texts = new Map<string, Promise<string>>();
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange: Event<Uri> = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
  }

  provideTextDocumentContent(uri: Uri): Promise<string> {
    return this.text(uri);
  }

  /** Empty for a file that was not there. Rejects with a `ServerFailure`. */
  text(uri: Uri): Promise<string> {
    const known = this.#texts.get(uri.toString());
    if (known !== undefined) return known;
    const asked = this.#ask(uri);
    this.#texts.set(uri.toString(), asked);
    asked.catch(() => this.#texts.delete(uri.toString()));
    return asked;
  }

  /** What is kept counts as the state from before. */
  replace(uri: Uri, text: string): void {
    this.#texts.set(uri.toString(), Promise.resolve(text));
    this.#changed.fire(uri);
  }

  async #ask(uri: Uri): Promise<string> {
    const name = readBeforeQuery(uri.query);
    if (name === undefined) return "";
    return (await this.#server.request("stepladder/task/before", name)).text ?? "";
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
