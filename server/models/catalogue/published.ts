import { z } from "zod";

/** US dollars per million tokens, as exact decimals. */
const amount = z.string().regex(/^\d{1,12}(?:\.\d{1,24})?$/);

const publishedPrice = z.union([
  z.literal("free"),
  z.strictObject({
    input: amount,
    output: amount,
    cacheRead: amount.optional(),
    cacheWrite: amount.optional(),
  }),
]);

const tokens = z.int().positive();

const publishedModel = z.strictObject({
  /** The name that goes over the wire. */
  name: z.string(),
  context: tokens.optional(),
  maxOutput: tokens.optional(),
  tools: z.boolean().optional(),
  /** Absent: the host publishes none that our rates can express, which is not the same as free. */
  price: publishedPrice.optional(),
});

const publishedHost = z.strictObject({
  /** The endpoint's address: another host under the same name gets nothing of it. */
  url: z.string(),
  asOf: z.iso.date(),
  /** Which list it was. */
  source: z.string(),
  models: z.array(publishedModel),
});

/** What hosts publish of their models and prices, as it is kept in the user's data folder. */
export const publishedData = z.strictObject({ hosts: z.array(publishedHost) });

export type PublishedPrice = z.infer<typeof publishedPrice>;
export type PublishedModel = z.infer<typeof publishedModel>;
export type PublishedHost = z.infer<typeof publishedHost>;

export function publishedModelAt(hosts: readonly PublishedHost[], url: string, name: string) {
  const host = hosts.find((each) => each.url === url);
  const model = host?.models.find((each) => each.name === name);
  return host === undefined || model === undefined ? undefined : { host, model };
}

export interface ModelChange {
  readonly name: string;
  readonly before: Partial<PublishedModel>;
  readonly after: Partial<PublishedModel>;
}

/** What became of a host's list. */
export interface HostChanges {
  readonly added: readonly PublishedModel[];
  readonly gone: readonly PublishedModel[];
  /** Each with only those members that changed. */
  readonly changed: readonly ModelChange[];
}

const compared = ["context", "maxOutput", "tools", "price"] as const;

export function changesBetween(before: readonly PublishedModel[], after: readonly PublishedModel[]): HostChanges {
  const old = new Map(before.map((model) => [model.name, model]));
  const now = new Map(after.map((model) => [model.name, model]));
  return {
    added: after.filter(({ name }) => !old.has(name)),
    gone: before.filter(({ name }) => !now.has(name)),
    changed: after.flatMap((model) => {
      const was = old.get(model.name);
      const different = compared.filter((each) => JSON.stringify(was?.[each]) !== JSON.stringify(model[each]));
      if (was === undefined || different.length === 0) return [];
      const pick = (from: PublishedModel) => Object.fromEntries(different.map((each) => [each, from[each]]));
      return [{ name: model.name, before: pick(was), after: pick(model) }];
    }),
  };
}
