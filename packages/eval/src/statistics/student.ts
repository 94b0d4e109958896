/**
 * The 97.5 % quantile of Student's t, to 10 digits: the t at which the two-sided tail is 5 %, found by bisection.
 *
 * The tail of whole degrees of freedom is a finite sum: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
 */
export function studentQuantile(degrees: number): number {
  let low = 1.9;
  let high = 12.8;
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (inside(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability that |T| < t. */
function inside(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const cosine = Math.cos(angle) ** 2;
  const odd = degrees % 2 === 1;
  // Terms shrink by cos² θ times nearly one, so the tail of a long sum is cut where it no longer counts.
  let term = odd ? Math.cos(angle) : 1;
  let sum = 0;
  for (let k = odd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= (cosine * (k - 1)) / k;
    if (term < 1e-17 * sum) break;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
