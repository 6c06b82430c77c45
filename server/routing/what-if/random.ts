/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** From 0 up to, not including, 1. */
  uniform(): number;
  /** Of a standard normal. */
  normal(): number;
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  let spare: number | undefined;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    uniform,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

/** The index at which the weights, which add up to 1, pass a share. */
export function indexAt(weights: Float64Array, share: number): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += weights[index] as number;
    if (share < sum) return index;
  }
  return weights.length - 1;
}

const poissonBelow = [0.36788, 0.73576, 0.9197, 0.98101, 0.99634, 0.99941] as const;

/** How often one of many is drawn when as many are drawn with replacement, by a share of all cases. */
export function poisson(share: number): number {
  const found = poissonBelow.findIndex((below) => share < below);
  return found < 0 ? poissonBelow.length : found;
}
