import type { Random } from "@vlm/types";

/** [count] of sum 1, from the symmetric Dirichlet distribution: the greater alpha, the more alike. */
export function dirichlet(alpha: number, count: number, random: Random): Float64Array {
  // Logarithms, for with a small alpha most gammas are less than the least number there is.
  const logs = Float64Array.from({ length: count }, () => logGamma(alpha, random));
  const greatest = Math.max(...logs);
  const shares = logs.map((log) => Math.exp(log - greatest));
  const sum = shares.reduce((a, b) => a + b);
  return shares.map((share) => share / sum);
}

/**
 * The logarithm of a number from the gamma distribution of scale 1.
 *
 * @see Marsaglia and Tsang 2000, A Simple Method for Generating Gamma Variables
 */
function logGamma(shape: number, random: Random): number {
  // gamma(shape) = gamma(shape + 1) · u^(1 / shape)
  if (shape < 1) return logGamma(shape + 1, random) + Math.log(1 - random()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}

/** By Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
