import type { Parts } from "../parts.ts";
import type { EditedText } from "./edited-text.ts";
import type { RecoveryStore } from "./recovery-store.ts";

/** In this time more is typed. */
const gatherMs = 150;

/** The record of one inline edit's old text, kept up to date while the user types elsewhere. */
export class KeptText {
  readonly #text: EditedText;
  readonly #recovery: RecoveryStore;
  readonly #notify: Parts["notify"];
  #due: NodeJS.Timeout | undefined;

  constructor(text: EditedText, { recovery, notify }: { readonly recovery: RecoveryStore } & Pick<Parts, "notify">) {
    this.#text = text;
    this.#recovery = recovery;
    this.#notify = notify;
  }

  /** Durable when it resolves. */
  async keep(): Promise<void> {
    const { document, region, original } = this.#text;
    await this.#recovery.keep(document, region, original);
  }

  keepSoon(): void {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.keep().catch((error) => this.#notify.failure(error)), gatherMs);
  }

  /** From now on it stays as it is. */
  leave(): void {
    clearTimeout(this.#due);
  }

  drop(): void {
    this.leave();
    this.#recovery.drop(this.#text.document);
  }
}
