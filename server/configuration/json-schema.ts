import { z } from "zod";
import { configurationSchema } from "./schema.ts";

/** The schema of the user's file for editors, as the text of `docs/configuration.schema.json`. */
export function configurationJsonSchema(): string {
  const schema = z.toJSONSchema(configurationSchema, { io: "input" });
  const titled = { ...schema, title: "Stepladder's configuration", allowTrailingCommas: true };
  return `${JSON.stringify(titled, undefined, 2)}\n`;
}
