import { roundHalfUp } from "./money.js";

/** Price of all lines in cents. Quantities are whole and positive. */
export function subtotal(lines) {
  let sum = 0;
  for (const { cents, quantity } of lines) {
    if (!Number.isInteger(quantity) || quantity < 1) throw new RangeError(`bad quantity: ${quantity}`);
    sum += cents * quantity;
  }
  return sum;
}

/** The rebate of one code on a sum, in cents. It is never more than the sum. */
export function rebate(sum, code) {
  switch (code.kind) {
    case "percent":
      return Math.min(sum, roundHalfUp((sum * code.percent) / 100));
    case "amount":
      return sum >= (code.from ?? 0) ? Math.min(sum, code.cents) : 0;
    default:
      throw new Error(`unknown code: ${code.kind}`);
  }
}

/** Rebates one after the other, percentages first, each on what is left. */
export function withRebates(sum, codes) {
  const ordered = [...codes.filter((code) => code.kind === "percent"), ...codes.filter((code) => code.kind !== "percent")];
  return ordered.reduce((left, code) => left - rebate(left, code), sum);
}

/** In every group of three of one article, one is free. */
export function freeItems(lines) {
  return lines.reduce((sum, { cents, quantity }) => sum + cents * Math.floor(quantity / 3), 0);
}

/** 4.90 up to 2 kg, 6.90 up to 10 kg, 1 for each kilogram begun beyond; free from 50.00 on, but not above 10 kg. */
export function shipping(sum, grams) {
  if (grams <= 0) return 0;
  const base = grams <= 2000 ? 490 : 690;
  if (grams > 10000) return base + Math.ceil((grams - 10000) / 1000) * 100;
  return sum >= 5000 ? 0 : base;
}

/** What is paid: articles without free ones, less rebates, plus shipping. */
export function total({ lines, codes = [] }) {
  const goods = withRebates(subtotal(lines) - freeItems(lines), codes);
  const grams = lines.reduce((sum, line) => sum + (line.grams ?? 0) * line.quantity, 0);
  return goods + shipping(goods, grams);
}

/** Lines of the same article joined, in the order of their first appearance. */
export function merge(lines) {
  const byArticle = new Map();
  for (const line of lines) {
    const known = byArticle.get(line.article);
    if (known === undefined) byArticle.set(line.article, { ...line });
    else if (known.cents !== line.cents) throw new Error(`two prices for ${line.article}`);
    else known.quantity += line.quantity;
  }
  return [...byArticle.values()];
}
