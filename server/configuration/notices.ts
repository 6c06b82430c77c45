import { areAskedAlike } from "../models/asked-alike.ts";
import { withoutEffort } from "../models/effort.ts";
import type { FileFacts } from "./build-configuration.ts";
import type { Configuration } from "./configuration.ts";
import type { CheckedLayer } from "./layer.ts";
import { shown } from "./suggestion.ts";
import { isLoopback } from "./written-values.ts";

/** What a valid file has that its writer may not have meant; each sentence ends in the next step. */
export function noticesOf(
  layers: readonly CheckedLayer[],
  configuration: Configuration,
  facts: FileFacts,
): readonly string[] {
  return [
    ...noModels(configuration),
    ...notFound(layers, configuration),
    ...offTheLadder(configuration),
    ...askedAlike(configuration),
    ...missingFolders(layers, facts),
    ...plainText(configuration),
    ...nothingLocal(configuration),
  ];
}

function noModels({ served, file, origin }: Configuration): readonly string[] {
  if (served.length > 0 || origin === "found") return [];
  const [place, thing] = origin === "file" ? [file, "the file"] : ["stepladder.endpoints", "the setting"];
  return [
    `${place} names no models; add an endpoint with \`models\`, or remove ${thing} to use what is found on this machine.`,
  ];
}

/** Rungs over models that were found here once; with written endpoints such a name would be a mistake. */
function notFound(layers: readonly CheckedLayer[], { served, origin }: Configuration): readonly string[] {
  const named = layers.findLast(({ written }) => written.rungs !== undefined)?.written.rungs ?? [];
  const known = new Set(served.map(({ id }) => id));
  const gone = origin === "found" ? named.flatMap(({ models }) => models.filter((model) => !known.has(model))) : [];
  return gone.length === 0
    ? []
    : [
        `On a rung, but not found on this machine now: ${gone.map(shown).join(", ")}; start its server, or choose other models.`,
      ];
}

function offTheLadder({ served, rungs, pins, excluded }: Configuration): readonly string[] {
  const used = new Set([...excluded, ...rungs.flatMap(({ models }) => models), ...[...pins.values()].flat()]);
  const unused = served.filter(({ id }) => !used.has(id)).map(({ id }) => id);
  return unused.length === 0 ? [] : [`On no rung, so never chosen: ${unused.join(", ")}; add them to a rung.`];
}

/** Two efforts that are asked for in the same words would be the same try twice. */
function askedAlike({ served, limits }: Configuration): readonly string[] {
  const models = Map.groupBy(served, ({ id }) => withoutEffort(id));
  return [...models].flatMap(([name, efforts]) => {
    const alike = efforts.flatMap((one, index) => {
      const other = efforts.slice(index + 1).find((each) => areAskedAlike(one, each, limits.maxOutputTokens));
      return other === undefined ? [] : [`${one.effort} and ${other.effort}`];
    });
    if (alike.length === 0) return [];
    return [`The host of ${name} is asked the same at ${alike.join(" and at ")}; name one of two in its \`efforts\`.`];
  });
}

function missingFolders(layers: readonly CheckedLayer[], { canonicalRoot }: FileFacts): readonly string[] {
  const folders = layers.flatMap(({ written: { budgets, checks } }) => [
    ...(budgets === "unlimited" ? [] : Object.keys(budgets?.workspaces ?? {})),
    ...Object.keys(checks ?? {}).filter((root) => root !== "*"),
  ]);
  const missing = [...new Set(folders)].filter((folder) => canonicalRoot(folder) === undefined);
  return missing.map(
    (folder) => `There is no folder ${folder}, so what is configured for it does not hold; correct its path.`,
  );
}

function plainText({ served }: Configuration): readonly string[] {
  const endpoints = new Map(served.map(({ endpoint }) => [endpoint.id, endpoint]));
  return [...endpoints.values()]
    .filter(({ url }) => url.startsWith("http:") && !isLoopback(url))
    .map(({ id }) => `What is sent to the endpoint ${id} crosses the network unprotected; use https:// where you can.`);
}

function nothingLocal({ localOnly, served }: Configuration): readonly string[] {
  if (localOnly.length === 0 || served.some(({ endpoint }) => endpoint.local)) return [];
  return [
    "`localOnly` is set and no endpoint is local, so tasks that touch those paths are refused; add a local endpoint.",
  ];
}
