/**
 * How an operator walks over two operands of different shapes: three sizes, and how far apart each operand's numbers lie
 * along them, 0 where it is repeated. The last distances are 0 or 1.
 */
export interface Broadcast {
  readonly sizes: readonly [number, number, number];
  readonly a: readonly [number, number, number];
  readonly b: readonly [number, number, number];
}

interface Run {
  size: number;
  readonly inA: boolean;
  readonly inB: boolean;
}

/** Null where the two shapes take turns in repeating more than three sizes can say. */
export function broadcast(
  shapeA: readonly number[],
  shapeB: readonly number[],
  shape: readonly number[],
): Broadcast | null {
  const runs: Run[] = [];
  shape.forEach((size, i) => {
    if (size === 1) return;
    const inA = (shapeA[i - shape.length + shapeA.length] ?? 1) !== 1;
    const inB = (shapeB[i - shape.length + shapeB.length] ?? 1) !== 1;
    const last = runs.at(-1);
    if (last?.inA === inA && last.inB === inB) last.size *= size;
    else runs.push({ size, inA, inB });
  });
  if (runs.length > 3) return null;
  while (runs.length < 3) runs.unshift({ size: 1, inA: false, inB: false });
  return {
    sizes: runs.map(({ size }) => size) as [number, number, number],
    a: distances(runs, "inA"),
    b: distances(runs, "inB"),
  };
}

function distances(runs: readonly Run[], operand: "inA" | "inB"): [number, number, number] {
  const result: [number, number, number] = [0, 0, 0];
  let distance = 1;
  for (let i = 2; i >= 0; i--) {
    if (!runs[i]![operand]) continue;
    result[i] = distance;
    distance *= runs[i]!.size;
  }
  return result;
}
