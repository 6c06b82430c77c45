/** Takes items from the oldest batches first; what is missing is told. */
export function take(batches, quantity) {
  const sorted = batches.toSorted((a, b) => a.date.localeCompare(b.date));
  let left = quantity;
  const taken = [];
  for (const batch of sorted) {
    const part = Math.min(left, batch.quantity);
    if (part > 0) taken.push({ id: batch.id, quantity: part });
    left -= part;
  }
  return { taken, missing: left };
}

/** Articles below their least stock, the scarcest first. */
export function toOrder(articles) {
  return articles
    .filter(({ stock, least }) => stock < least)
    .toSorted((a, b) => a.stock / a.least - b.stock / b.least)
    .map(({ id, stock, least }) => ({ id, quantity: Math.max(least - stock, 10) }));
}

/** Value of the stock: each batch at its own price. */
export function value(batches) {
  return batches.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
}
