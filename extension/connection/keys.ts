import { type Event, EventEmitter, type SecretStorage } from "vscode";

/** The user's API keys by the name of the usual environment variable; kept in the editor's secret storage and nowhere else. */
export interface Keys {
  names(): Promise<readonly string[]>;
  all(): Promise<Readonly<Record<string, string>>>;
  /** Resolves when a running server knows it too. */
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
  /** In this window or another one. */
  readonly onDidChange: Event<void>;
}

/** `changed` is awaited after each change in this window. */
export function createKeys(secrets: SecretStorage, changed: () => Promise<void>): Keys {
  const emitter = new EventEmitter<void>();
  secrets.onDidChange(async () => {
    await changed();
    emitter.fire();
  });
  const names = async () => (await secrets.keys()).toSorted();
  return {
    names,
    async all() {
      const entries = await Promise.all((await names()).map(async (name) => [name, await secrets.get(name)] as const));
      return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    },
    async set(name, value) {
      await secrets.store(name, value);
      await changed();
    },
    async delete(name) {
      await secrets.delete(name);
      await changed();
    },
    onDidChange: emitter.event,
  };
}
