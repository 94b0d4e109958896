/** `"Win rate 62%."` of a mean return in [-1, 1]; a draw counts as half a win. */
export function winRate(value: number): string {
  return `Win rate ${Math.round(50 * (1 + value))}%.`;
}
