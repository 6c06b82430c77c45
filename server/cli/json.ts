/** JSON for programs: money is a decimal string of nano-dollars, as everywhere in the protocol. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => (typeof field === "bigint" ? field.toString() : field));
}
