import { character, choice, type Expression, literal, repeat, sequence } from "./expression.js";

/** The whole numbers from `min` to `max`, both safe, without leading zeros; no text when there are none. */
export function integersBetween(min: number, max: number): Expression {
  const options: Expression[] = [];
  if (min < 0) options.push(sequence(literal("-"), naturalsBetween(Math.max(1, -max), -min)));
  if (max >= 0) options.push(naturalsBetween(Math.max(0, min), max));
  return choice(options);
}

function naturalsBetween(min: number, max: number): Expression {
  const options: Expression[] = [];
  for (let digits = 1; digits <= String(max).length && min <= max; digits++) {
    const low = Math.max(min, digits === 1 ? 0 : 10 ** (digits - 1));
    const high = Math.min(max, 10 ** digits - 1);
    if (low <= high) options.push(ofSameLength(String(low), String(high)));
  }
  return choice(options);
}

/** Numbers between two of equally many digits. */
function ofSameLength(low: string, high: string): Expression {
  if (low === "") return sequence();
  const [first, last] = [low.charCodeAt(0), high.charCodeAt(0)];
  const [lowRest, highRest] = [low.slice(1), high.slice(1)];
  if (first === last) return sequence(character([first, first]), ofSameLength(lowRest, highRest));
  const isWholeBelow = /^0*$/.test(lowRest);
  const isWholeAbove = /^9*$/.test(highRest);
  const [from, to] = [isWholeBelow ? first : first + 1, isWholeAbove ? last : last - 1];
  const options: Expression[] = [];
  if (!isWholeBelow) {
    options.push(sequence(character([first, first]), ofSameLength(lowRest, "9".repeat(lowRest.length))));
  }
  if (from <= to) {
    options.push(sequence(character([from, to]), repeat(character([0x30, 0x39]), lowRest.length, lowRest.length)));
  }
  if (!isWholeAbove) {
    options.push(sequence(character([last, last]), ofSameLength("0".repeat(highRest.length), highRest)));
  }
  return choice(options);
}
