export type Shape = readonly number[];
export type Entry = readonly [name: string, shape: Shape];

/** Number of parameters: a tied head is counted once, as the embedding that it is. */
export function parameterCount(shapes: ReadonlyMap<string, Shape>): number {
  let count = 0;
  for (const shape of shapes.values()) count += shape.reduce((a, b) => a * b, 1);
  return count;
}

export function* linearShapes(
  path: string,
  [inputs, outputs]: readonly [number, number],
  { bias = true }: { readonly bias?: boolean } = {},
): Iterable<Entry> {
  yield [`${path}.weight`, [outputs, inputs]];
  if (bias) yield [`${path}.bias`, [outputs]];
}

export function* layerNormShapes(path: string, size: number): Iterable<Entry> {
  yield [`${path}.weight`, [size]];
  yield [`${path}.bias`, [size]];
}

export function* rmsNormShapes(path: string, size: number): Iterable<Entry> {
  yield [`${path}.weight`, [size]];
}
