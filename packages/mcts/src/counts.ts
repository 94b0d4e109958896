/**
 * Functions of a number of visits, looked up below TABLED, which is nearly always.
 *
 * Tables and no functions: where V8 does not inline a function, it boxes the number that comes back.
 */
export const TABLED: number = 1 << 14;

const table = (of: (count: number) => number): Float64Array => Float64Array.from({ length: TABLED }, (_, n) => of(n));

/** 1 / n */
export const INVERSE: Float64Array = table((n) => 1 / Math.max(n, 1));
/** √n */
export const ROOT: Float64Array = table(Math.sqrt);
/** 1 / √n */
export const INVERSE_ROOT: Float64Array = table((n) => 1 / Math.sqrt(Math.max(n, 1)));
/** √ln n */
export const ROOT_OF_LOG: Float64Array = table((n) => Math.sqrt(Math.log(Math.max(n, 1))));
