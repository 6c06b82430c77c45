import { taxOf } from "./money.js";

/**
 * Totals of an invoice in cents. Every line is printed with its own tax, so the tax of the invoice is the sum of what is
 * printed. A line is `{ text, quantity, unitCents }`; the rate is in basis points.
 */
export function invoiceTotals(lines, basisPoints) {
  const printed = lines.map((line) => {
    const net = line.quantity * line.unitCents;
    return { ...line, net, tax: taxOf(net, basisPoints) };
  });
  const net = printed.reduce((sum, line) => sum + line.net, 0);
  const tax = taxOf(net, basisPoints);
  return { lines: printed, net, tax, gross: net + tax };
}
