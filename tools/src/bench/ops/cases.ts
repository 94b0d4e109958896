import type { Case, Compute, Rival } from "../case.js";
import { writeInputs } from "./inputs.js";
import type { OpsWork } from "./work.js";

type Shape = readonly [m: number, k: number, n: number];
type Settings = Pick<OpsWork, "operation" | "weight"> & {
  readonly shape: Shape;
  readonly copies?: number;
  readonly compute?: Compute;
};
type Wanted = Pick<Case, "about" | "rivals"> & Pick<Partial<Case>, "goal">;

const BYTES: Readonly<Record<OpsWork["weight"], number>> = { float32: 4, bfloat16: 2, nf4: 0.5 + 4 / 64 };

/** One piece of work on one core, and again on all of them. */
function onOneAndAll(
  name: string,
  { shape, copies = 1, compute = "float32", ...settings }: Settings,
  wanted: Wanted,
): readonly Case[] {
  const [m, k, n] = shape;
  const codec = settings.operation === "quantize" || settings.operation === "dequantize";
  const size = { flops: codec ? 0 : 2 * m * k * n, bytes: BYTES[settings.weight] * n * k + (codec ? 4 * n * k : 0) };
  const work: OpsWork = { ...settings, m, k, n, copies, ...size };
  const rate = codec || m === 1 ? { bytes: size.bytes } : { flops: size.flops };
  return (["one", "all"] as const).map((cores): Case => {
    const here = `${name}-${cores}`;
    return {
      ...wanted,
      ...rate,
      name: here,
      about: `${wanted.about}, ${cores === "one" ? "one thread" : "all cores"}`,
      items: 1,
      unit: "call",
      ...{ cores, compute },
      turnSeconds: 0.1,
      warmUpCalls: 3,
      settings: { ...work },
      prepare: ({ folder }) => writeInputs(folder, here, work),
    };
  });
}

const peak = (goal?: number): Rival => ({
  name: "peak of the cores",
  by: "us",
  yardstick: true,
  ...(goal !== undefined && { goal }),
});
const named = (shape: Shape): string => shape.join("x");

/** Squares, the products of a training step of the "small" model, and thin ones; those under 64 rows are bound by memory. */
const SQUARES: readonly Shape[] = [512, 1024, 2048].map((size) => [size, size, size]);
const SMALL_MODEL: readonly Shape[] = [
  [2048, 512, 512],
  [2048, 512, 1536],
  [2048, 1536, 512],
  [608, 512, 8192],
  [1152, 384, 1024],
];
const THIN: readonly Shape[] = [64, 16, 4, 1].map((rows) => [rows, 1024, 4096]);
const LARGE: readonly Shape[] = [
  [2048, 512, 1536],
  [1024, 1024, 1024],
  [256, 1024, 4096],
];

/** PyTorch's product with W as [k, n], and with W as layers keep it, [n, k]: one or the other is faster. */
function torch(tolerance: number): readonly Rival[] {
  return [
    { name: "torch.matmul", tolerance },
    { name: "torch linear", tolerance },
  ];
}

function forward(weight: "float32" | "bfloat16", shape: Shape): readonly Case[] {
  const [m] = shape;
  // Both round to bfloat16, PyTorch its results as well: half a unit in the last place of numbers up to 8.
  const rivals = torch(weight === "float32" ? 1e-4 : 0.07);
  const asked = m >= 256;
  return onOneAndAll(
    `${weight}-${named(shape)}`,
    { operation: "forward", weight, shape, compute: weight },
    {
      about: `x [${shape[0]}, ${shape[1]}] times a frozen ${weight} weight`,
      ...(asked && { goal: weight === "float32" ? 2 : 0.95 }),
      // One row is bound by memory, or by the cache that holds the weight.
      rivals: [...rivals, ...(m > 1 ? [peak(asked && weight === "float32" ? 0.85 : undefined)] : [])],
    },
  );
}

function backward(weight: "float32" | "bfloat16" | "nf4", shape: Shape): readonly Case[] {
  const rivals = weight === "nf4" ? [bitsandbytes("float32")] : torch(weight === "float32" ? 1e-4 : 0.07);
  return onOneAndAll(
    `backward-${weight}-${named(shape)}`,
    { operation: "backward", weight, shape, compute: weight === "nf4" ? "float32" : weight },
    {
      about: `the input's gradient through the same ${weight} weight`,
      rivals: [...rivals, { name: "our forward", by: "us", yardstick: true, goal: 0.85 }],
    },
  );
}

/** In its own type, and in the other, where that is faster; the type that it computes in decides the tolerance. */
const bitsandbytes = (type: "float32" | "bfloat16"): Rival => ({
  name: `bitsandbytes (${type})`,
  tolerance: 0.07,
});

const FOUR_BIT: readonly Rival[] = [bitsandbytes("float32"), bitsandbytes("bfloat16")];
const nameOf = (compute: Compute): string => (compute === "float32" ? "nf4" : `nf4-${compute}`);

function nf4(shape: Shape, compute: Compute): readonly Case[] {
  return onOneAndAll(
    `${nameOf(compute)}-${named(shape)}`,
    { operation: "forward", weight: "nf4", shape, compute },
    {
      about: `x [${shape[0]}, ${shape[1]}] times a weight in NF4, in ${compute}`,
      goal: 3,
      rivals: [...FOUR_BIT, { name: "our dense weight", by: "us", yardstick: true, goal: 0.95 }],
    },
  );
}

/** Of more NF4 than two level-3 caches of 32 MB hold. */
function nf4Decode(compute: Compute): readonly Case[] {
  return onOneAndAll(
    `${nameOf(compute)}-1x4096x4096`,
    { operation: "forward", weight: "nf4", shape: [1, 4096, 4096], copies: 8, compute },
    {
      about: `one row times weights in NF4 that no cache holds, in ${compute}`,
      rivals: [...FOUR_BIT, { name: "plain read from memory", by: "us", yardstick: true, goal: 0.75 }],
    },
  );
}

const codec: readonly Case[] = (["quantize", "dequantize"] as const).flatMap((operation) =>
  onOneAndAll(
    operation,
    { operation, weight: "nf4", shape: [1, 4096, 4096] },
    {
      about: `${operation} a matrix of 4096 × 4096, float32 and NF4 in blocks of 64`,
      goal: 1,
      rivals: [{ name: "bitsandbytes (float32)" }],
    },
  ),
);

const TYPES: readonly ("float32" | "bfloat16")[] = ["float32", "bfloat16"];

export const cases: readonly Case[] = [
  ...TYPES.flatMap((weight) => [...SQUARES, ...SMALL_MODEL, ...THIN].flatMap((shape) => forward(weight, shape))),
  ...[...TYPES, "nf4" as const].flatMap((weight) => LARGE.flatMap((shape) => backward(weight, shape))),
  ...TYPES.flatMap((compute) => [
    ...[256, 2048].flatMap((rows) => [1024, 4096].flatMap((size) => nf4([rows, size, size], compute))),
    ...nf4Decode(compute),
  ]),
  ...codec,
];
