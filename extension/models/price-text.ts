/** A rate in dollars per million tokens as a person types it: `0.30`, `$3`, `.5`; undefined when it is no amount. */
export function rateOf(typed: string): string | undefined {
  const match = /^\$?\s*(\d{1,9})?(?:\.(\d{0,9}))?$/.exec(typed.trim());
  if (match === null) return undefined;
  const [, whole = "", fraction = ""] = match;
  if (whole === "" && fraction === "") return undefined;
  const dollars = whole.replace(/^0+(?=\d)/, "") || "0";
  return fraction === "" ? dollars : `${dollars}.${fraction}`;
}
