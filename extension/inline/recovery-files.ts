import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Around, RecoveryRecord } from "./recovery.ts";

/** Records of documents that never came back unsaved are pushed out by newer ones. */
const mostRecords = 20;

/**
 * The records of open inline edits, each in a file of its own. Not in the editor's own storage: the way there leads through the
 * window, which is busiest just when an edit begins.
 */
export class RecoveryFiles {
  readonly #folder: string;
  /** By document, oldest first. */
  readonly #records: Map<string, RecoveryRecord>;
  #last: Promise<void> = Promise.resolve();

  /** Reads what an earlier session left. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#records = new Map(recordsIn(folder).map((record) => [record.uri, record]));
  }

  find(uri: string): RecoveryRecord | undefined {
    return this.#records.get(uri);
  }

  /** Durable when it resolves. */
  async keep(record: RecoveryRecord): Promise<void> {
    this.#records.delete(record.uri);
    this.#records.set(record.uri, record);
    const tooMany = [...this.#records.keys()].slice(0, -mostRecords);
    for (const uri of tooMany) this.#records.delete(uri);
    await this.#inTurn(async () => {
      await writeWhole(this.#folder, nameOf(record.uri), JSON.stringify(record));
      for (const uri of tooMany) await this.#remove(uri);
    });
  }

  async drop(uri: string): Promise<void> {
    if (this.#records.delete(uri)) await this.#inTurn(() => this.#remove(uri));
  }

  /** What is asked for later is done later, whatever became of the earlier. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  async #remove(uri: string): Promise<void> {
    await rm(join(this.#folder, nameOf(uri)), { force: true });
  }
}

function nameOf(uri: string): string {
  return `${createHash("sha256").update(uri).digest("hex").slice(0, 32)}.json`;
}

async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function recordsIn(folder: string): readonly RecoveryRecord[] {
  return namesIn(folder)
    .map((name) => join(folder, name))
    .sort((one, other) => changedAt(one) - changedAt(other))
    .flatMap((file) => readRecord(file) ?? []);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    // Nothing was ever kept here.
    return [];
  }
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Undefined for what is gone by now, or none of ours. */
function readRecord(file: string): RecoveryRecord | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isRecord(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

// By hand: a library for schemas would be read whenever the editor starts.
function isRecord(value: unknown): value is RecoveryRecord {
  const { uri, original, before, after } = fieldsOf<RecoveryRecord>(value);
  return typeof uri === "string" && typeof original === "string" && isAround(before) && isAround(after);
}

function isAround(value: unknown): value is Around {
  const { length, hash, near } = fieldsOf<Around>(value);
  return typeof length === "number" && typeof hash === "string" && typeof near === "string";
}

function fieldsOf<Shape>(value: unknown): { readonly [Field in keyof Shape]?: unknown } {
  return typeof value === "object" && value !== null ? value : {};
}
