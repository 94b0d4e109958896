import { type Dtype, serialize } from "@vlm/safetensors";

/** Files of a checkpoint by their names. */
export type Files = Readonly<Record<string, Uint8Array>>;

const kinds: readonly (readonly [Dtype, Float32Array | Int32Array | Uint8Array | BigInt64Array])[] = [
  ["F32", Float32Array.of(1, -2, Number.NaN, 3e38)],
  ["F16", Float32Array.of(1, 0.5, 65504)],
  ["BF16", Float32Array.of(1, -1)],
  ["I32", Int32Array.of(1, -1)],
  ["I64", BigInt64Array.of(1n, 2n ** 60n)],
  ["U8", Uint8Array.of(1, 2, 3)],
  ["F32", new Float32Array(0)],
];

const tensorsOf = (prefix: string, count: number): Uint8Array =>
  serialize(
    Array.from({ length: count }, (_, index) => {
      const [dtype, data] = kinds[index % kinds.length]!;
      return [
        `${prefix}.${index}.weight`,
        { dtype, shape: index % 2 ? [data.length, 1] : [data.length], data },
      ] as const;
    }),
    { format: "pt" },
  );

const weightMap = Object.fromEntries(
  ["a", "b"].flatMap((shard) =>
    Array.from({ length: 4 }, (_, index) => [`${shard}.${index}.weight`, `${shard}.safetensors`]),
  ),
);

/** Sound checkpoints, to be damaged: a file of one tensor, of many, and shards with their index. */
export const victims: readonly Files[] = [
  { "model.safetensors": tensorsOf("a", 1) },
  { "model.safetensors": tensorsOf("a", 24) },
  {
    "model.safetensors.index.json": new TextEncoder().encode(JSON.stringify({ metadata: {}, weight_map: weightMap })),
    "a.safetensors": tensorsOf("a", 4),
    "b.safetensors": tensorsOf("b", 4),
  },
];
