/** A line through points x0, y0, x1, y1, … */
export interface Polyline {
  readonly points: readonly number[];
  readonly closed: boolean;
}

const TOKEN = /([MLHVCQZ])|(-?\d+(?:\.\d+)?)|([\s,]+)|(.)/g;
const taken: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, Q: 4, Z: 0 };
/** Straight pieces for each curve; the largest sprites bend by less than a pixel between two. */
const STEPS = 12;

/**
 * Reads a path in SVG's words, those of them that are needed: M, L, H, V, C, Q and Z with absolute numbers. A command goes
 * on for as many numbers as follow.
 *
 * @returns its lines; curves are cut into straight pieces
 */
export function parsePath(path: string): readonly Polyline[] {
  const lines: { points: number[]; closed: boolean }[] = [];
  let command = "";
  let numbers: number[] = [];
  let [x, y] = [0, 0];
  const fail = (what: string): never => {
    throw new Error(
      `render.parsePath: ${what} in ${JSON.stringify(path)}; expected M, L, H, V, C, Q and Z with absolute numbers. Mend the drawing.`,
    );
  };
  const go = (): void => {
    const line = lines.at(-1);
    if (command === "M") {
      lines.push({ points: numbers, closed: false });
      command = "L";
    } else if (!line) fail("a line before the first M");
    else if (command === "H") line.points.push(numbers[0]!, y);
    else if (command === "V") line.points.push(x, numbers[0]!);
    else if (command === "L") line.points.push(...numbers);
    else bend(line.points, x, y, numbers);
    const points = lines.at(-1)!.points;
    [x, y] = [points.at(-2)!, points.at(-1)!];
    numbers = [];
  };
  for (const [token, letter, number, , other] of path.matchAll(TOKEN)) {
    if (other !== undefined) fail(`"${other}"`);
    if (letter !== undefined) {
      if (numbers.length > 0) fail(`${numbers.length} numbers too many before "${token}"`);
      command = letter;
      if (letter === "Z" && lines.length > 0) lines.at(-1)!.closed = true;
    } else if (number !== undefined) {
      numbers.push(Number(number));
      if (!taken[command]) fail(`"${token}" after ${command === "" ? "nothing" : command}`);
      if (numbers.length === taken[command]) go();
    }
  }
  if (numbers.length > 0) fail(`${numbers.length} numbers too many at the end`);
  return lines;
}

/** A quadratic or cubic Bézier curve from (x, y), by its two or three further points. */
function bend(points: number[], x: number, y: number, by: readonly number[]): void {
  for (let step = 1; step <= STEPS; step++) {
    const t = step / STEPS;
    const s = 1 - t;
    if (by.length === 4) {
      points.push(s * s * x + 2 * s * t * by[0]! + t * t * by[2]!, s * s * y + 2 * s * t * by[1]! + t * t * by[3]!);
    } else {
      const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
      points.push(a * x + b * by[0]! + c * by[2]! + d * by[4]!, a * y + b * by[1]! + c * by[3]! + d * by[5]!);
    }
  }
}
