import { z } from "zod";
import { atEffort } from "../models/effort.ts";
import { defaultRungNames } from "./build-rungs.ts";
import { usualContext } from "./build-served.ts";
import type { Naming, Path, PathMistake } from "./path-mistake.ts";
import { nearest, shown } from "./suggestion.ts";
import { isCloudModel, isLoopback } from "./written-values.ts";

const text = z.string().catch("");
const texts = z.array(text).catch([]);

/** As much of the file as the checks between its parts need. Reads anything, so that these mistakes show beside all others. */
const outline = z.object({
  endpoints: z
    .record(
      z.string(),
      z
        .object({
          dialect: text,
          url: text,
          key: z.string().optional().catch(undefined),
          local: z.boolean().optional().catch(undefined),
          models: z
            .record(
              z.string(),
              z
                .object({
                  context: z.number().optional().catch(undefined),
                  maxOutput: z.number().optional().catch(undefined),
                  effort: z.unknown().optional(),
                  efforts: z.array(text).optional().catch(undefined),
                  price: z
                    .object({ steps: z.array(z.object({ above: z.number().catch(0) }).catch({ above: 0 })).catch([]) })
                    .catch({ steps: [] }),
                })
                .catch({
                  context: undefined,
                  maxOutput: undefined,
                  effort: undefined,
                  efforts: undefined,
                  price: { steps: [] },
                }),
            )
            .catch({}),
        })
        .catch({ dialect: "", url: "", key: undefined, local: undefined, models: {} }),
    )
    .catch({}),
  rungs: z.array(z.object({ name: text, models: texts }).catch({ name: "", models: [] })).catch([]),
  pins: z.record(z.string(), texts).catch({}),
  exclude: texts,
});

type Outline = z.infer<typeof outline>;
type OutlinedEndpoint = Outline["endpoints"][string];

/**
 * Mistakes that no part of the configuration has by itself: references, repetitions, and values that contradict each other.
 * Without `endpoints` the models are what will be found, so nothing is said of references to them.
 */
export function crossCheck(values: unknown, named: Naming): readonly PathMistake[] {
  const parsed = outline.safeParse(values);
  if (!parsed.success) return [];
  const written = parsed.data;
  const served = below(values, "endpoints") === undefined ? undefined : servedIn(values, written);
  const at = (path: Path, because: string): PathMistake => ({
    path,
    of: "value",
    message: `${named(path)} ${because}.`,
  });
  return [
    ...Object.entries(written.endpoints).flatMap(([id, endpoint]) => [...endpointMistakes(id, endpoint, at, named)]),
    ...rungMistakes(written, served, at),
    ...namedMistakes(written, served, at),
  ];
}

type At = (path: Path, because: string) => PathMistake;

/** The models by each name that they may be called: one, or all efforts of one. */
type Served = ReadonlyMap<string, readonly string[]>;

/** Endpoints and models whose own entries are mistaken count as well. */
function servedIn(values: unknown, written: Outline): Served {
  const endpoints = below(values, "endpoints");
  return new Map(
    keysOf(endpoints).flatMap((endpoint) =>
      keysOf(below(below(endpoints, endpoint), "models")).flatMap((model): [string, readonly string[]][] => {
        const name = `${endpoint}/${model}`;
        const efforts = written.endpoints[endpoint]?.models[model]?.efforts ?? [];
        const ids = efforts.length === 0 ? [name] : efforts.map((effort) => atEffort(name, effort));
        return [[name, ids], ...ids.map((id): [string, string[]] => [id, [id]])];
      }),
    ),
  );
}

function below(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function* endpointMistakes(id: string, endpoint: OutlinedEndpoint, at: At, named: Naming): Generator<PathMistake> {
  const path = ["endpoints", id];
  const loopback = isLoopback(endpoint.url);
  if (endpoint.key !== undefined && /^http:/i.test(endpoint.url) && !loopback) {
    yield at([...path, "url"], "would send the key unprotected over the network; use https://, or remove `key`");
  }
  const local = endpoint.local ?? (endpoint.dialect === "ollama" && loopback);
  for (const [model, { context, maxOutput, effort, efforts = [], price }] of Object.entries(endpoint.models)) {
    const place = [...path, "models", model];
    if (effort !== undefined && efforts.length > 0)
      yield at([...place, "efforts"], "stands beside `effort`; keep one of the two");
    const taken = efforts.map((each) => atEffort(model, each)).find((name) => Object.hasOwn(endpoint.models, name));
    if (taken !== undefined)
      yield at([...place, "efforts"], `would call it ${shown(taken)}, as another model is called; remove that effort`);
    if (local && endpoint.dialect === "ollama" && isCloudModel(model)) {
      yield {
        path: place,
        of: "name",
        message: `${named(place)} runs in Ollama's cloud and not on this machine; move it to an endpoint of its own with "local": false and a price.`,
      };
    }
    if (maxOutput !== undefined && maxOutput >= (context ?? usualContext(endpoint.dialect, endpoint.url, model))) {
      yield at(
        [...place, "maxOutput"],
        "leaves no room for the prompt; write a `context` that is larger than `maxOutput`",
      );
    }
    for (const [index, step] of price.steps.entries()) {
      if (step.above > (price.steps[index - 1]?.above ?? 0)) continue;
      if (step.above > 0)
        yield at(
          [...place, "price", "steps", index, "above"],
          "is not above the step before it; write the steps in ascending order",
        );
    }
  }
}

function* rungMistakes(written: Outline, served: Served | undefined, at: At): Generator<PathMistake> {
  const rungNames = new Set<string>();
  const rungOf = new Map<string, string>();
  for (const [index, rung] of written.rungs.entries()) {
    if (rung.name !== "" && rungNames.has(rung.name)) {
      yield at(["rungs", index, "name"], "is the name of another rung too; rename one of the two");
    }
    rungNames.add(rung.name);
    for (const [position, model] of rung.models.entries()) {
      const place = ["rungs", index, "models", position];
      if (!model.includes("/")) continue;
      const ids = served === undefined ? [model] : served.get(model);
      const before = ids?.find((id) => rungOf.has(id));
      if (ids === undefined) yield at(place, unknownModel(model, served));
      else if (before === undefined) for (const id of ids) rungOf.set(id, rung.name);
      else {
        const as = before === model ? "" : ` as ${shown(before)}`;
        yield at(place, `stands${as} on the rung ${shown(rungOf.get(before) ?? "")} already; remove one of the two`);
      }
    }
  }
}

/** Pins and exclusions name models or rungs; what is excluded can't be pinned. */
function* namedMistakes(written: Outline, served: Served | undefined, at: At): Generator<PathMistake> {
  const idsOf = (name: string) => served?.get(name) ?? [name];
  const excluded = new Set([...written.exclude, ...written.exclude.flatMap(idsOf)]);
  const rungNames = written.rungs.length > 0 ? written.rungs.map((rung) => rung.name) : defaultRungNames;
  const pinned = Object.entries(written.pins).map(([kind, names]) => ({ place: ["pins", kind], names }));
  for (const { place, names } of [...pinned, { place: ["exclude"], names: written.exclude }]) {
    for (const [index, name] of names.entries()) {
      const because = nameMistake(name, rungNames, served);
      if (because !== undefined) yield at([...place, index], because);
      else if (place[0] === "pins" && name !== "" && idsOf(name).every((id) => excluded.has(id)))
        yield at([...place, index], `names ${shown(name)}, which \`exclude\` forbids; remove one of the two`);
    }
  }
}

function nameMistake(name: string, rungNames: readonly string[], served: Served | undefined): string | undefined {
  if (name === "" || rungNames.includes(name) || served?.has(name) === true) return undefined;
  if (served === undefined && name.includes("/")) return undefined;
  return name.includes("/") ? unknownModel(name, served) : unknownRung(name, rungNames);
}

function unknownModel(model: string, served: Served | undefined): string {
  const meant = nearest(model, [...(served?.keys() ?? [])]);
  const next =
    meant === undefined
      ? "add it to the `models` of its endpoint"
      : `did you mean ${shown(meant)}? Correct it, or add it to its endpoint`;
  return `names ${shown(model)}, which no endpoint has; ${next}`;
}

function unknownRung(name: string, rungNames: readonly string[]): string {
  const meant = nearest(name, rungNames);
  const next =
    meant === undefined ? 'write a rung\'s name or "endpoint/model"' : `did you mean ${shown(meant)}? Correct it`;
  return `names ${shown(name)}, which is no rung; ${next}`;
}
