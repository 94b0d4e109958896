/** About `count` round numbers (1, 2 or 5 times a power of ten apart) from 0 up to the first at or above `highest`. */
export function ticks(highest: number, count = 5): readonly number[] {
  const rough = highest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const last = Math.ceil((highest / step) * (1 - 1e-9));
  return Array.from({ length: last + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
