/** Half cents go up, also below zero: -2.5 becomes -2. */
export function roundHalfUp(cents) {
  return Math.floor(cents + 0.5);
}

/** 123456 as "1,234.56 €". */
export function formatMoney(cents) {
  const sign = cents < 0 ? "-" : "";
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, "0");
  return `${sign}${String(whole).replace(/\B(?=(\d{3})+$)/g, ",")}.${rest} €`;
}

/** Splits an amount into parts that add up to it again; the first ones get the cents that are left over. */
export function split(cents, parts) {
  if (!Number.isInteger(parts) || parts < 1) throw new RangeError(`bad number of parts: ${parts}`);
  const each = Math.floor(cents / parts);
  const left = cents - each * parts;
  return Array.from({ length: parts }, (_, index) => (index < left ? each + 1 : each));
}
