const sqrtTwoPi = Math.sqrt(2 * Math.PI);

export function density(z: number): number {
  return Math.exp((-z * z) / 2) / sqrtTwoPi;
}

/** The share of a standard normal below `z`, within 1e-7 (Abramowitz and Stegun 26.2.17). */
export function below(z: number): number {
  if (z === Number.POSITIVE_INFINITY) return 1;
  if (z < 0) return 1 - below(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - density(z) * tail;
}

/** How far above `z`, on average, lies what lies above `z`. */
export function meanAbove(z: number): number {
  const above = 1 - below(z);
  return above < 1e-6 ? z + 0.1 : density(z) / above;
}

/** The mean of a log-normal amount that is cut off at `cap`. */
export function meanUpTo(cap: number, logMean: number, spread: number): number {
  const whole = Math.exp(logMean + spread ** 2 / 2);
  if (cap === Number.POSITIVE_INFINITY) return whole;
  if (spread === 0) return Math.min(cap, whole);
  const z = (Math.log(cap) - logMean) / spread;
  return whole * below(z - spread) + cap * (1 - below(z));
}

export function shareUpTo(cap: number, logMean: number, spread: number): number {
  if (cap === Number.POSITIVE_INFINITY) return 1;
  return below((Math.log(cap) - logMean) / Math.max(spread, 1e-9));
}
