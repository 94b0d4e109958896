// Zobrist keys in two 32-bit words; fixed numbers, because states carry them and must be the same everywhere.

/** [13 × 64 × 2] by piece and square. */
export const PIECE_KEYS: Int32Array = words(13 * 64, 1);
/** [16 × 2] by castling rights. */
export const CASTLING_KEYS: Int32Array = words(16, 2);
/** [64 × 2] by the square of an en passant capture. */
export const EN_PASSANT_KEYS: Int32Array = words(64, 3);
/** [2] for black to move. */
export const BLACK_KEY: Int32Array = words(1, 4);

function words(keys: number, seed: number): Int32Array {
  let counter = Math.imul(seed, 0x2545f491);
  return Int32Array.from({ length: 2 * keys }, () => {
    counter = (counter + 0x9e3779b9) | 0;
    let bits = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return bits ^ (bits >>> 16);
  });
}
