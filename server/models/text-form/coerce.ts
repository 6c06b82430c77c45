/** The value that an argument's raw text stands for, as its JSON schema wants it. What does not fit stays text, and validation tells the model. */
export function coerce(text: string, schema: unknown): unknown {
  const types = typesOf(schema);
  if (types.length === 0 || types.includes("string")) return text;
  const plain = text.trim();
  if (types.includes("boolean") && /^(true|false)$/i.test(plain)) return plain.toLowerCase() === "true";
  if ((types.includes("number") || types.includes("integer")) && /^-?\d+(\.\d+)?$/.test(plain)) return Number(plain);
  if (types.includes("null") && plain === "null") return null;
  if (types.includes("array") || types.includes("object")) return parsed(plain) ?? text;
  return text;
}

/** The schemas of a tool's arguments by name. */
export function propertiesOf(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { properties } = parameters;
  return typeof properties === "object" && properties !== null ? { ...properties } : {};
}

function typesOf(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  if ("type" in schema) return [schema.type].flat().filter((type) => typeof type === "string");
  const options = "anyOf" in schema ? schema.anyOf : "oneOf" in schema ? schema.oneOf : undefined;
  return Array.isArray(options) ? options.flatMap(typesOf) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Text that is no JSON stays text.
  }
}
