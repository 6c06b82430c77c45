import type { DialectName, ModelsView } from "../../server/protocol/requests.ts";

/** An endpoint as the settings hold it. What the user wrote there by hand is kept as it is. */
export interface EndpointSetting {
  readonly dialect: DialectName;
  readonly url: string;
  readonly key?: string;
  readonly models: Readonly<Record<string, ModelSetting>>;
}

export interface ModelSetting {
  readonly price?: "free" | { readonly input: string; readonly output: string };
}

export interface RungSetting {
  readonly name: string;
  readonly models: readonly string[];
}

/** The values of `stepladder.endpoints` and `stepladder.rungs`; undefined where the user has set nothing. */
export interface LadderSettings {
  readonly endpoints: Readonly<Record<string, EndpointSetting>> | undefined;
  readonly rungs: readonly RungSetting[] | undefined;
}

export interface ChosenModels {
  readonly endpoint: string;
  readonly dialect: EndpointSetting["dialect"];
  readonly url: string;
  readonly keyName: string | undefined;
  /** By the name that goes over the wire. */
  readonly models: readonly { readonly name: string; readonly rung: string }[];
}

/** The usual rungs, weakest first. */
export const usualRungs: readonly string[] = ["local", "open", "frontier"];

/**
 * The settings with these models of one endpoint chosen, and no others of it. Once the settings name an endpoint, nothing is
 * looked for on the machine any more, so what was found until now is written down beside it.
 */
export function withChosenModels(before: LadderSettings, chosen: ChosenModels, view: ModelsView): LadderSettings {
  const found = view.origin === "found" ? foundEndpoints(view) : {};
  const own = before.endpoints?.[chosen.endpoint];
  const models = Object.fromEntries(chosen.models.map(({ name }) => [name, own?.models?.[name] ?? {}]));
  const endpoint: EndpointSetting = {
    ...own,
    dialect: chosen.dialect,
    url: chosen.url,
    ...(chosen.keyName === undefined ? {} : { key: chosen.keyName }),
    models,
  };
  const endpoints = { ...found, ...before.endpoints, [chosen.endpoint]: endpoint };
  const kept = view.rungs.map(({ name, models: on }) => ({
    name,
    models: on.filter((id) => !id.startsWith(`${chosen.endpoint}/`)),
  }));
  const placed = chosen.models.map(({ name, rung }) => ({ id: `${chosen.endpoint}/${name}`, rung }));
  return { endpoints, rungs: placeOn(kept, placed) };
}

/** The settings with exactly these models on a rung; one that stood elsewhere moves. */
export function withRung(
  before: LadderSettings,
  rung: string,
  models: readonly string[],
  view: ModelsView,
): LadderSettings {
  const moved = new Set(models);
  const others = view.rungs.map(({ name, models: on }) => ({
    name,
    models: name === rung ? [] : on.filter((id) => !moved.has(id)),
  }));
  return {
    ...before,
    rungs: placeOn(
      others,
      models.map((id) => ({ id, rung })),
    ),
  };
}

/** The settings with a price for one model; undefined when its endpoint is not in the settings, but in the file. */
export function withPrice(
  before: LadderSettings,
  id: string,
  price: NonNullable<ModelSetting["price"]>,
): LadderSettings | undefined {
  const [endpoint, model] = splitId(id);
  const own = before.endpoints?.[endpoint];
  if (own === undefined) return undefined;
  const models = { ...own.models, [model]: { ...own.models[model], price } };
  return { ...before, endpoints: { ...before.endpoints, [endpoint]: { ...own, models } } };
}

export interface SettingWrite {
  readonly name: "endpoints" | "rungs";
  readonly value: unknown;
}

/**
 * The writes that lead from one state of the settings to the next, in an order in which each is right by itself: first rungs
 * let go of models that go away, then the endpoints change, then the rungs.
 */
export function writesBetween(
  before: LadderSettings,
  after: LadderSettings,
  view: ModelsView,
): readonly SettingWrite[] {
  const writes: SettingWrite[] = [];
  const stay = new Set(after.rungs?.flatMap(({ models }) => models));
  const rungs = before.rungs ?? view.rungs;
  if (after.rungs !== undefined && rungs.some(({ models }) => models.some((id) => !stay.has(id)))) {
    const left = rungs.map(({ name, models }) => ({ name, models: models.filter((id) => stay.has(id)) }));
    writes.push({ name: "rungs", value: left.filter(({ models }) => models.length > 0) });
  }
  if (!same(before.endpoints, after.endpoints)) writes.push({ name: "endpoints", value: after.endpoints });
  const written = writes[0]?.name === "rungs" ? writes[0].value : before.rungs;
  if (!same(written, after.rungs)) writes.push({ name: "rungs", value: after.rungs });
  return writes;
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** `endpoint/model`, where the model's own name may have slashes too. */
export function splitId(id: string): readonly [endpoint: string, model: string] {
  const slash = id.indexOf("/");
  return [id.slice(0, slash), id.slice(slash + 1)];
}

/** Rungs without a model are left out; new ones take the place that their name usually has, or the top. */
function placeOn(
  rungs: readonly RungSetting[],
  placed: readonly { readonly id: string; readonly rung: string }[],
): readonly RungSetting[] {
  const ladder = rungs.map(({ name, models }) => ({ name, models: [...models] }));
  for (const { id, rung } of placed) {
    const there = ladder.find(({ name }) => name === rung);
    if (there !== undefined) there.models.push(id);
    else ladder.splice(placeOf(rung, ladder), 0, { name: rung, models: [id] });
  }
  return ladder.filter(({ models }) => models.length > 0);
}

function placeOf(rung: string, ladder: readonly RungSetting[]): number {
  const usual = usualRungs.indexOf(rung);
  if (usual < 0) return ladder.length;
  const stronger = ladder.findIndex(({ name }) => usualRungs.indexOf(name) > usual);
  return stronger < 0 ? ladder.length : stronger;
}

function foundEndpoints(view: ModelsView): Readonly<Record<string, EndpointSetting>> {
  const endpoints: Record<string, EndpointSetting> = {};
  for (const { name } of view.models) {
    const [endpoint, model] = splitId(name);
    const provider = view.providers.find((each) => each.id === endpoint);
    const base = provider ?? (endpoint === "ollama" ? { dialect: "ollama" as const, url: view.ollama.url } : undefined);
    if (base === undefined) continue;
    const { dialect, url } = base;
    const key = provider === undefined ? {} : { key: provider.keyName };
    endpoints[endpoint] = { dialect, url, ...key, models: { ...endpoints[endpoint]?.models, [model]: {} } };
  }
  return endpoints;
}
