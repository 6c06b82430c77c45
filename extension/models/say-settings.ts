import type { Kind } from "../../server/protocol/events.ts";
import { kinds } from "../../server/protocol/kinds.ts";
import type { ModelsView } from "../../server/protocol/requests.ts";

/** The user's own values of `stepladder.pins` and `stepladder.exclude`; undefined where nothing is set. */
export interface SaySettings {
  readonly pins: Readonly<Record<string, readonly string[]>> | undefined;
  readonly exclude: readonly string[] | undefined;
}

type Known = Pick<ModelsView, "pins" | "excluded">;

/** Models or rungs that alone are used for a kind of work, in their order; those of a configuration file too. */
export function pinnedFor(kind: Kind, { pins }: SaySettings, known: Known): readonly string[] {
  return pins?.[kind] ?? known.pins[kind] ?? [];
}

export function kindsPinned(model: string, settings: SaySettings, known: Known): readonly Kind[] {
  return kinds.filter((kind) => pinnedFor(kind, settings, known).includes(model));
}

export type Said =
  | { readonly kind: "settings"; readonly settings: SaySettings }
  /** The configuration file says so, and settings can put something else over it, but not nothing. */
  | { readonly kind: "in-file" };

/** Pins the model behind those that are pinned already or, when it is one of them, takes it back. */
export function withPinToggled(kind: Kind, name: string, settings: SaySettings, known: Known): Said {
  const before = pinnedFor(kind, settings, known);
  const after = before.includes(name) ? before.filter((each) => each !== name) : [...before, name];
  if (after.length === 0 && settings.pins?.[kind] === undefined) return { kind: "in-file" };
  return { kind: "settings", settings: { ...settings, pins: withPins(settings.pins, kind, after) } };
}

/** Excludes the model, and takes it out of what is pinned, which would be a contradiction; or takes the exclusion back. */
export function withExclusionToggled(model: string, settings: SaySettings, known: Known): Said {
  const { exclude = known.excluded } = settings;
  if (known.excluded.includes(model)) {
    // Excluded with its rung, it is no name of the list; then the others of the rung stay excluded.
    const names = exclude.includes(model) ? exclude : known.excluded;
    return { kind: "settings", settings: { ...settings, exclude: names.filter((each) => each !== model) } };
  }
  let { pins } = settings;
  for (const kind of kindsPinned(model, settings, known)) {
    const left = pinnedFor(kind, settings, known).filter((each) => each !== model);
    if (left.length === 0 && pins?.[kind] === undefined) return { kind: "in-file" };
    pins = withPins(pins, kind, left);
  }
  return { kind: "settings", settings: { pins, exclude: [...exclude, model] } };
}

function withPins(before: SaySettings["pins"], kind: Kind, names: readonly string[]): SaySettings["pins"] {
  const { [kind]: _, ...others } = before ?? {};
  const after = names.length === 0 ? others : { ...others, [kind]: names };
  return Object.keys(after).length === 0 ? undefined : after;
}
