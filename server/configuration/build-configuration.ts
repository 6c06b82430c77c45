import type { PublishedHost } from "../models/catalogue/published.ts";
import { buildBudgets } from "./build-budgets.ts";
import { buildExcluded, buildPins, buildRungs, meaningIn, withModels } from "./build-rungs.ts";
import { buildServed, type Served } from "./build-served.ts";
import type { AttemptLimits, Configuration } from "./configuration.ts";
import { defaultLimits, defaultScrutiny, defaultWarnAt } from "./defaults.ts";
import type { Found } from "./discover.ts";
import type { CheckedLayer } from "./layer.ts";
import type { WrittenConfiguration } from "./schema.ts";

/** Everything about the file that its text does not hold. */
export interface FileFacts {
  readonly file: string;
  /** ISO date; the user's own prices carry it. */
  readonly asOf: string;
  /** The canonical form of an absolute folder, or undefined when there is no such folder. */
  readonly canonicalRoot: (folder: string) => string | undefined;
  /** What hosts published of their models. */
  readonly published?: readonly PublishedHost[] | undefined;
}

/**
 * What the user wrote becomes a configuration; nothing can fail any more. `written` is what holds of all layers. Where no layer
 * names endpoints, `found` serves the models.
 */
export function buildConfiguration(
  layers: readonly CheckedLayer[],
  written: WrittenConfiguration,
  found: Found | undefined,
  facts: FileFacts,
): Configuration {
  const { served, prices } =
    found === undefined ? servedBy(layers, facts.published ?? []) : { served: found.served, prices: new Map() };
  const standing = buildRungs(written, served);
  const meaning = meaningIn(standing, served);
  const excluded = buildExcluded(written, meaning);
  const canonical = (folder: string): string => facts.canonicalRoot(folder) ?? folder;
  return {
    file: facts.file,
    origin: found === undefined ? originOf(layers) : "found",
    served,
    prices,
    rungs: withModels(standing, (model) => !excluded.has(model)),
    excluded,
    budgets: buildBudgets(layers, canonical),
    atLimit: written.atLimit ?? "ask",
    warnAt: written.warnAt ?? defaultWarnAt,
    preference: written.preference ?? "balanced",
    localOnly: written.localOnly ?? [],
    autoRun: (written.autoRun ?? []).map((line) => line.trim()),
    checks: new Map(
      Object.entries(written.checks ?? {}).map(([root, lines]) => [
        root === "*" ? root : canonical(root),
        lines.map((line) => line.trim()),
      ]),
    ),
    review: written.review ?? defaultScrutiny.review,
    testFirst: written.testFirst ?? defaultScrutiny.testFirst,
    audits: written.audits ?? defaultScrutiny.audits,
    pins: buildPins(written, meaning, excluded),
    limits: buildLimits(written),
  };
}

function buildLimits({ limits }: WrittenConfiguration): AttemptLimits {
  return {
    steps: limits?.steps ?? defaultLimits.steps,
    milliseconds: limits?.minutes === undefined ? defaultLimits.milliseconds : limits.minutes * 60_000,
    tokens: limits?.tokens ?? defaultLimits.tokens,
    maxOutputTokens: limits?.maxOutputTokens ?? defaultLimits.maxOutputTokens,
  };
}

/** An endpoint of an upper layer takes the place of one with the same name below it, with all of its models. */
function servedBy(layers: readonly CheckedLayer[], published: readonly PublishedHost[]): Served {
  const builtBy = (layer: CheckedLayer, index: number): Served => {
    const above = layers.slice(index + 1).flatMap(({ written }) => Object.keys(written.endpoints ?? {}));
    const endpoints = Object.entries(layer.written.endpoints ?? {}).filter(([id]) => !above.includes(id));
    return buildServed(Object.fromEntries(endpoints), layer.amountAt, layer.asOf, published);
  };
  const all = layers.map(builtBy);
  return { served: all.flatMap(({ served }) => served), prices: new Map(all.flatMap(({ prices }) => [...prices])) };
}

function originOf(layers: readonly CheckedLayer[]): "file" | "settings" {
  return layers.findLast(({ written }) => written.endpoints !== undefined)?.origin ?? "file";
}
