import { mostMoney, type NanoUsd, nano, nanoPerUsd } from "../spend/money.ts";

export type AmountResult =
  | { readonly kind: "amount"; readonly amount: NanoUsd }
  /** `because` is the second half of a sentence and ends in what to write instead. */
  | { readonly kind: "mistake"; readonly because: string };

const plainDecimal = /^(0|[1-9]\d{0,9})(?:\.(\d{1,9}))?$/;

/**
 * Reads US dollars as they were written, digit by digit, so that 0.1 is exactly 100,000,000 nano-dollars. Only plain decimals
 * up to `mostMoney` are amounts: no sign, exponent, separator, symbol or blank.
 */
export function parseAmount(written: string): AmountResult {
  const match = plainDecimal.exec(written);
  if (!match) return { kind: "mistake", because: whyNot(written) };
  const whole = BigInt(match[1] ?? "0");
  const fraction = BigInt((match[2] ?? "").padEnd(9, "0"));
  const amount = nano(whole * nanoPerUsd + fraction);
  if (amount <= mostMoney) return { kind: "amount", amount };
  return { kind: "mistake", because: tooMuch };
}

const tooMuch = 'is more than a billion dollars; write less, or "unlimited" where that is meant';

function whyNot(written: string): string {
  if (/^[1-9]\d{10,}(?:\.\d+)?$/.test(written)) return tooMuch;
  if (written.startsWith("-")) return "is negative; write 0 or more (0 means that nothing may be spent)";
  if (/^\d+,\d+$/.test(written)) return "has a comma; write the decimals after a point, such as 3.00";
  if (/^[\d.]+e[+-]?\d+$/i.test(written)) return "has an exponent; write all its digits, such as 0.000001";
  if (/^\d+\.\d{10,}$/.test(written)) return "has more than 9 decimals; round it up to 9";
  return "is not an amount in US dollars; write a plain decimal, such as 0.15";
}
