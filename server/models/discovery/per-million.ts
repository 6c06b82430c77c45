const decimal = /^(\d{1,20})(?:\.(\d{1,40}))?(?:e([+-]?\d{1,2}))?$/i;

/** A price per token as a price per million tokens, digit by digit. Undefined for what is no decimal amount, such as `-1`. */
export function perMillion(perToken: unknown): string | undefined {
  if (typeof perToken !== "string" && typeof perToken !== "number") return undefined;
  const match = decimal.exec(String(perToken).trim());
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const places = fraction.length - 6 - Number(exponent);
  const digits = whole + fraction;
  if (places <= 0) return trimmed(digits + "0".repeat(-places), "");
  const padded = digits.padStart(places + 1, "0");
  return trimmed(padded.slice(0, -places), padded.slice(-places));
}

function trimmed(whole: string, fraction: string): string {
  const [left, right] = [whole.replace(/^0+(?=\d)/, ""), fraction.replace(/0+$/, "")];
  return right === "" ? left : `${left}.${right}`;
}
