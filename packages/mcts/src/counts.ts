/** Functions of a number of visits, looked up where it is small, which is nearly always. */

const TABLED = 1 << 14;
const table = (of: (count: number) => number): Float64Array => Float64Array.from({ length: TABLED }, (_, n) => of(n));

const INVERSE = table((n) => 1 / Math.max(n, 1));
const ROOT = table(Math.sqrt);
const INVERSE_ROOT = table((n) => 1 / Math.sqrt(Math.max(n, 1)));
const ROOT_OF_LOG = table((n) => Math.sqrt(Math.log(Math.max(n, 1))));

/** 1 / n */
export function inverse(n: number): number {
  return n < TABLED ? INVERSE[n]! : 1 / n;
}

/** √n */
export function root(n: number): number {
  return n < TABLED ? ROOT[n]! : Math.sqrt(n);
}

/** 1 / √n */
export function inverseRoot(n: number): number {
  return n < TABLED ? INVERSE_ROOT[n]! : 1 / Math.sqrt(n);
}

/** √ln n */
export function rootOfLog(n: number): number {
  return n < TABLED ? ROOT_OF_LOG[n]! : Math.sqrt(Math.log(n));
}
