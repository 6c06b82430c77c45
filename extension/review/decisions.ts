/** What the user has decided about the files of one task. */
export class Decisions {
  readonly #open: Set<string>;
  #keptSome = false;

  constructor(paths: Iterable<string>) {
    this.#open = new Set(paths);
  }

  get open(): readonly string[] {
    return [...this.#open];
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  keep(path: string): void {
    this.#open.delete(path);
    this.#keptSome = true;
  }

  /** One of a file's changes is kept; the others stay open. */
  keepChange(): void {
    this.#keptSome = true;
  }

  /** Nothing of the file is open any more: it was undone, or its changes were decided one by one. */
  close(path: string): void {
    this.#open.delete(path);
  }

  /** `kept` when all is decided and something of the task stays: then the user has accepted its work. */
  get end(): "open" | "kept" | "undone" {
    if (this.#open.size > 0) return "open";
    return this.#keptSome ? "kept" : "undone";
  }
}
