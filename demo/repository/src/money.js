const symbols = { USD: "$", EUR: "€", GBP: "£" };

/** The nearest whole number; a value exactly between two goes to the even one, so that errors don't add up. */
export function roundHalfEven(value) {
  return Math.round(value);
}

/** Tax on an amount in cents, in whole cents. The rate is in basis points: 1900 is 19 %. */
export function taxOf(cents, basisPoints) {
  return roundHalfEven((cents * basisPoints) / 10_000);
}

/** `123456` cents in USD is `$1,234.56`; a negative amount has its sign in front: `-$0.05`. */
export function formatCents(cents, currency = "USD") {
  const symbol = symbols[currency];
  if (symbol === undefined) throw new RangeError(`unknown currency: ${currency}`);
  const sign = cents < 0 ? "-" : "";
  const absolute = Math.abs(cents);
  const whole = String(Math.floor(absolute / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}${symbol}${whole}.${String(absolute % 100).padStart(2, "0")}`;
}
