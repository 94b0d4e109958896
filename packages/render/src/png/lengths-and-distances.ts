// RFC 1951, section 3.2.5: symbols for lengths and distances of matches, each with so many extra bits above a base.

export const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
] as const;
export const lengthExtra = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
] as const;

/** The symbol, from 0, of a match so many bytes long: [0, 259). */
export const lengthSymbol: Uint8Array = new Uint8Array(259).map((_, length) =>
  Math.max(
    0,
    lengthBase.findLastIndex((base) => base <= length),
  ),
);

/** Bits above the base of a distance's symbol. */
export const distanceExtra = (symbol: number): number => (symbol < 4 ? 0 : (symbol >> 1) - 1);

export const distanceBase = (symbol: number): number =>
  symbol < 4 ? symbol + 1 : ((2 + (symbol & 1)) << ((symbol >> 1) - 1)) + 1;

/** The symbol of a distance from 1 to 32,768. */
export function distanceSymbol(distance: number): number {
  if (distance < 5) return distance - 1;
  const bits = 31 - Math.clz32(distance - 1);
  return 2 * bits + (((distance - 1) >> (bits - 1)) & 1);
}
