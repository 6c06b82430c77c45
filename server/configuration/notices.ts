import type { FileFacts } from "./build-configuration.ts";
import type { Configuration } from "./configuration.ts";
import type { WrittenConfiguration } from "./schema.ts";
import { isLoopback } from "./written-values.ts";

/** What a valid file has that its writer may not have meant; each sentence ends in the next step. */
export function noticesOf(
  written: WrittenConfiguration,
  configuration: Configuration,
  facts: FileFacts,
): readonly string[] {
  return [
    ...noModels(configuration),
    ...offTheLadder(configuration),
    ...missingFolders(written, facts),
    ...plainText(configuration),
    ...nothingLocal(configuration),
  ];
}

function noModels({ served, file }: Configuration): readonly string[] {
  return served.length > 0
    ? []
    : [
        `${file} names no models; add an endpoint with \`models\`, or remove the file to use what is found on this machine.`,
      ];
}

function offTheLadder({ served, rungs, pins }: Configuration): readonly string[] {
  const used = new Set([...rungs.flatMap(({ models }) => models), ...[...pins.values()].flat()]);
  const unused = served.filter(({ id }) => !used.has(id)).map(({ id }) => id);
  return unused.length === 0 ? [] : [`On no rung, so never chosen: ${unused.join(", ")}; add them to a rung.`];
}

function missingFolders({ budgets, checks }: WrittenConfiguration, { canonicalRoot }: FileFacts): readonly string[] {
  const workspaces = budgets === "unlimited" ? [] : Object.keys(budgets?.workspaces ?? {});
  const folders = [...workspaces, ...Object.keys(checks ?? {}).filter((root) => root !== "*")];
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
