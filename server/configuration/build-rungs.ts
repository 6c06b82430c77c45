import { offerAt } from "../models/catalogue/catalogue.ts";
import { withoutEffort } from "../models/effort.ts";
import type { ServedModel } from "../models/endpoint.ts";
import type { Kind } from "../protocol/events.ts";
import type { Rung } from "./configuration.ts";
import { kinds, type WrittenConfiguration } from "./schema.ts";

/** The rungs of a file that names none. */
export const defaultRungNames: readonly string[] = ["local", "open", "frontier"];

/** Local models on `local`, known ones where they are known to stand, all others on `open`; rungs without a model are left out. */
export function defaultRungs(served: readonly ServedModel[]): readonly Rung[] {
  const rungOf = ({ endpoint, model }: ServedModel): string =>
    endpoint.local ? "local" : (offerAt(endpoint.url, model)?.model.rung ?? "open");
  return defaultRungNames
    .map((name) => ({ name, models: served.filter((each) => rungOf(each) === name).map(({ id }) => id) }))
    .filter(({ models }) => models.length > 0);
}

/** The rungs as written, without models that are not there: what was found on a machine may be gone tomorrow. */
export function buildRungs(written: WrittenConfiguration, served: readonly ServedModel[]): readonly Rung[] {
  if (written.rungs === undefined) return defaultRungs(served);
  const rungs = written.rungs.map(({ name, models }) => ({
    name,
    models: models.flatMap((each) => modelsCalled(each, served)),
  }));
  return withModels(rungs, () => true);
}

/** One model, or all efforts of one. */
function modelsCalled(name: string, served: readonly ServedModel[]): readonly string[] {
  return served.flatMap(({ id }) => (id === name || withoutEffort(id) === name ? [id] : []));
}

/** What a pin or an exclusion means: a rung's models, a model, or all efforts of one. */
export type Meaning = (name: string) => readonly string[];

export function meaningIn(rungs: readonly Rung[], served: readonly ServedModel[]): Meaning {
  return (name) => {
    const models = rungs.find((rung) => rung.name === name)?.models ?? modelsCalled(name, served);
    // What is not there today keeps its name.
    return models.length === 0 ? [name] : models;
  };
}

export function buildExcluded({ exclude = [] }: WrittenConfiguration, meaning: Meaning): ReadonlySet<string> {
  return new Set(exclude.flatMap(meaning));
}

/** The rungs with those of their models that may stay; a rung without any is left out. */
export function withModels(rungs: readonly Rung[], stays: (model: string) => boolean): readonly Rung[] {
  return rungs
    .map(({ name, models }) => ({ name, models: models.filter(stays) }))
    .filter(({ models }) => models.length > 0);
}

/** Each kind's models in the order of its pins. */
export function buildPins(
  written: WrittenConfiguration,
  meaning: Meaning,
  excluded: ReadonlySet<string>,
): ReadonlyMap<Kind, readonly string[]> {
  const pins = new Map<Kind, readonly string[]>();
  for (const kind of kinds) {
    const names = written.pins?.[kind];
    if (names === undefined) continue;
    const models = new Set(names.flatMap(meaning));
    pins.set(
      kind,
      [...models].filter((model) => !excluded.has(model)),
    );
  }
  return pins;
}
