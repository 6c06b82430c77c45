import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { changesBetween, type HostChanges, type PublishedHost, publishedData } from "./models/catalogue/published.ts";
import { askPublished } from "./models/discovery/ask-published.ts";
import type { Endpoint, Secrets, ServedModel } from "./models/endpoint.ts";
import { writeOwnFile } from "./platform/own-file.ts";

/** What asking one endpoint brought. */
export type RefreshedHost =
  | {
      readonly kind: "refreshed";
      readonly endpoint: string;
      readonly source: string;
      readonly models: number;
      /** Undefined when it was asked for the first time. */
      readonly changes: HostChanges | undefined;
    }
  /** What was known of it before stays. */
  | { readonly kind: "unknown"; readonly endpoint: string; readonly because: string };

export interface Refreshed {
  readonly hosts: readonly RefreshedHost[];
  /** Undefined when no host answered, and nothing was written. */
  readonly file: string | undefined;
}

const fileName = /^published-\d{4}-\d{2}-\d{2}\.json$/;
const foldersName = "catalogue";
/** Milliseconds for all hosts together. */
const patience = 30_000;

/** The newest lists of hosts that can be read; a file that was damaged is passed over. */
export function readPublished(dataFolder: string): readonly PublishedHost[] {
  const folder = join(dataFolder, foldersName);
  for (const name of filesIn(folder)) {
    try {
      const parsed = publishedData.safeParse(JSON.parse(readFileSync(join(folder, name), "utf8")));
      if (parsed.success) return parsed.data.hosts;
    } catch {
      // Damaged or gone: the one before it is as good as it was.
    }
  }
  return [];
}

/** Newest first. */
function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => fileName.test(name))
      .sort()
      .reverse();
  } catch {
    return []; // Nothing was ever published here.
  }
}

/** Asks every endpoint what it publishes, and keeps the answers in a file of today. Past receipts keep the prices they were made with. */
export async function refreshPublished(
  served: readonly ServedModel[],
  secrets: Secrets,
  dataFolder: string,
  today: string,
  signal: AbortSignal,
): Promise<Refreshed> {
  const before = readPublished(dataFolder);
  const endpoints = [...new Map(served.map(({ endpoint }) => [endpoint.id, endpoint])).values()];
  const both = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const asked = await Promise.all(endpoints.map((endpoint) => ask(endpoint, before, secrets, today, both)));
  const fresh = asked.flatMap(({ host }) => host ?? []);
  const hosts = asked.map(({ result }) => result);
  if (fresh.length === 0) return { hosts, file: undefined };
  const kept = before.filter(({ url }) => !fresh.some((each) => each.url === url));
  const file = join(dataFolder, foldersName, `published-${today}.json`);
  writeOwnFile(file, `${JSON.stringify({ hosts: [...kept, ...fresh] }, undefined, 1)}\n`);
  return { hosts, file };
}

async function ask(
  endpoint: Endpoint,
  before: readonly PublishedHost[],
  secrets: Secrets,
  today: string,
  signal: AbortSignal,
): Promise<{ readonly host: PublishedHost | undefined; readonly result: RefreshedHost }> {
  const answer = await askPublished(endpoint, secrets, signal);
  if (answer.kind === "unknown") {
    return { host: undefined, result: { kind: "unknown", endpoint: endpoint.id, because: answer.because } };
  }
  const { source } = answer;
  const models = [...answer.models];
  const known = before.find(({ url }) => url === endpoint.url);
  return {
    host: { url: endpoint.url, asOf: today, source, models },
    result: {
      kind: "refreshed",
      endpoint: endpoint.id,
      source,
      models: models.length,
      changes: known && changesBetween(known.models, models),
    },
  };
}
