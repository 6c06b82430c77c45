import { withModels } from "../../configuration/build-rungs.ts";
import type { Configuration } from "../../configuration/configuration.ts";
import type { ServedModel } from "../../models/endpoint.ts";
import { type Condition, conditionText } from "../../routing/what-if/conditions.ts";
import type { KnownPrice } from "../../spend/price.ts";
import { readPriceFile } from "../../spend/price-file.ts";
import { modelsNamed } from "../forget-routes.ts";

/** A condition, with the text of the file that it names. */
export type ReadCondition =
  | Exclude<Condition, { readonly kind: "prices" }>
  | { readonly kind: "prices"; readonly file: string; readonly text: string };

export type Changed =
  | {
      readonly kind: "changed";
      readonly configuration: Configuration;
      /** By `ServedModel.id`, where the prices are others. */
      readonly prices: ReadonlyMap<string, KnownPrice>;
    }
  /** Ends in the next step. */
  | { readonly kind: "bad-condition"; readonly message: string };

/** The user's configuration as it would be under the conditions. Constraints that stand there already stay. */
export function changed(configuration: Configuration, conditions: readonly ReadCondition[]): Changed {
  if (configuration.rungs.length === 0) return bad("No model is configured; `stepladder doctor` says how to add one.");
  let now: Changed = { kind: "changed", configuration, prices: new Map() };
  for (const condition of conditions) {
    if (now.kind === "bad-condition") return now;
    now = changedBy(condition, now, configuration.served);
  }
  if (now.kind === "changed" && now.configuration.rungs.length === 0) {
    const said = conditions.map(conditionText).join(", ");
    return bad(`Under ${said} no configured model is left; \`stepladder models\` lists them with their rungs.`);
  }
  return now;
}

type Now = Extract<Changed, { kind: "changed" }>;

function changedBy(condition: ReadCondition, now: Now, served: readonly ServedModel[]): Changed {
  const { configuration } = now;
  const keep = (stays: (model: string) => boolean): Changed => ({ ...now, configuration: only(configuration, stays) });
  switch (condition.kind) {
    case "preference":
      return { ...now, configuration: { ...configuration, preference: condition.preference } };
    case "frontier-only": {
      const top = configuration.rungs.at(-1)?.models ?? [];
      return keep((model) => top.includes(model));
    }
    case "local-only":
      return keep((model) => served.some(({ id, endpoint }) => id === model && endpoint.local));
    case "without": {
      const named = modelsNamed(condition.model, served);
      return named.kind === "none" ? bad(named.message) : keep((model) => !named.models.includes(model));
    }
    case "prices": {
      const read = readPriceFile(condition.text, served);
      return read.kind === "prices" ? { ...now, prices: read.prices } : bad(`${condition.file}: ${read.message}`);
    }
  }
}

/** A pin of which nothing stays holds no more: the condition is about something else. */
function only(configuration: Configuration, stays: (model: string) => boolean): Configuration {
  const pins = [...configuration.pins].map(([kind, models]) => [kind, models.filter(stays)] as const);
  return {
    ...configuration,
    rungs: withModels(configuration.rungs, stays),
    pins: new Map(pins.filter(([, models]) => models.length > 0)),
  };
}

function bad(message: string): Changed {
  return { kind: "bad-condition", message };
}
