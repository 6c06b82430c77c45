import type { ModelChange, PublishedModel } from "../../models/catalogue/published.ts";
import type { Refreshed, RefreshedHost } from "../../published-models.ts";
import { visibleLine } from "../visible-text.ts";

/** Of a host with thousands of models nobody reads more. */
const mostLines = 30;

/** What hosts publish now, host by host, beside what they published before. */
export function refreshedLines({ hosts, file }: Refreshed): readonly string[] {
  const end =
    file === undefined
      ? "No host told anything, so nothing was written. stepladder doctor says how to reach them."
      : `Written to ${visibleLine(file)}. Past receipts keep the prices that they were made with.`;
  return [...hosts.flatMap(hostLines), "", end];
}

function hostLines(host: RefreshedHost): readonly string[] {
  if (host.kind === "unknown") return [`${visibleLine(host.endpoint)}: ${visibleLine(host.because)}`];
  const { endpoint, models, source, changes } = host;
  const name = `${visibleLine(endpoint)}: ${models} ${models === 1 ? "model" : "models"}`;
  if (changes === undefined) return [`${name}, asked for the first time (${visibleLine(source)})`];
  const lines = [
    ...changes.added.map((model) => `  + ${visibleLine(model.name)}  ${factsOf(model)}`.trimEnd()),
    ...changes.gone.map((model) => `  - ${visibleLine(model.name)}`),
    ...changes.changed.map(changeLine),
  ];
  if (lines.length === 0) return [`${name}, nothing changed`];
  const more = lines.length - mostLines;
  return [`${name}`, ...lines.slice(0, mostLines), ...(more > 0 ? [`  and ${more} more (--json shows all)`] : [])];
}

function changeLine({ name, before, after }: ModelChange): string {
  return `  ~ ${visibleLine(name)}  ${factsOf(before) || "not told"} → ${factsOf(after) || "not told"}`;
}

function factsOf({ context, maxOutput, tools, price }: Partial<PublishedModel>): string {
  return [
    price === undefined
      ? ""
      : price === "free"
        ? "free"
        : `$${price.input} / $${price.output} per million${cacheOf(price)}`,
    context === undefined ? "" : `context ${context.toLocaleString("en")}`,
    maxOutput === undefined ? "" : `output ${maxOutput.toLocaleString("en")}`,
    tools === undefined ? "" : tools ? "tools" : "no tools",
  ]
    .filter(Boolean)
    .join(", ");
}

function cacheOf({ cacheRead, cacheWrite }: Exclude<PublishedModel["price"], "free" | undefined>): string {
  const read = cacheRead === undefined ? "" : `, cache read $${cacheRead}`;
  return `${read}${cacheWrite === undefined ? "" : `, write $${cacheWrite}`}`;
}
