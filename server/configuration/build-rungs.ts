import { offerAt } from "../models/catalogue/catalogue.ts";
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
  const known = new Set(served.map(({ id }) => id));
  return withModels(written.rungs, (model) => known.has(model));
}

/** The models of what the user excludes, each rung's name replaced by its models. */
export function buildExcluded({ exclude = [] }: WrittenConfiguration, rungs: readonly Rung[]): ReadonlySet<string> {
  const modelsOf = new Map(rungs.map(({ name, models }) => [name, models]));
  return new Set(exclude.flatMap((name) => modelsOf.get(name) ?? [name]));
}

/** The rungs with those of their models that may stay; a rung without any is left out. */
export function withModels(rungs: readonly Rung[], stays: (model: string) => boolean): readonly Rung[] {
  return rungs
    .map(({ name, models }) => ({ name, models: models.filter(stays) }))
    .filter(({ models }) => models.length > 0);
}

/** Pins with each rung's name replaced by the rung's models. */
export function buildPins(
  written: WrittenConfiguration,
  rungs: readonly Rung[],
  excluded: ReadonlySet<string>,
): ReadonlyMap<Kind, readonly string[]> {
  const modelsOf = new Map(rungs.map(({ name, models }) => [name, models]));
  const pins = new Map<Kind, readonly string[]>();
  for (const kind of kinds) {
    const names = written.pins?.[kind];
    if (names === undefined) continue;
    const models = new Set(names.flatMap((name) => modelsOf.get(name) ?? [name]));
    pins.set(
      kind,
      [...models].filter((model) => !excluded.has(model)),
    );
  }
  return pins;
}
