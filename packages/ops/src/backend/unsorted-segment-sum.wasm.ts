import { registerWasmKernel } from "./wasm-heap.js";

/**
 * The stock wasm backend has no UnsortedSegmentSum, which the stock gradient of gather needs.
 * out[s] = Σ of x[i] over i with segmentIds[i] = s; ids outside [0, numSegments) are dropped.
 */
export function registerUnsortedSegmentSum(): void {
  registerWasmKernel("UnsortedSegmentSum", ({ inputs, attrs, heap }) => {
    const x = inputs.x!;
    const numSegments = attrs.numSegments as number;
    const out = heap.makeOutput([numSegments, ...x.shape.slice(1)], x.dtype);
    const ids = heap.typedArrayFromHeap(inputs.segmentIds!);
    const from = heap.typedArrayFromHeap(x);
    const to = heap.typedArrayFromHeap(out).fill(0);
    const width = x.shape.slice(1).reduce((a, b) => a * b, 1);
    for (let i = 0; i < ids.length; i++) {
      const segment = ids[i]!;
      if (segment < 0 || segment >= numSegments) continue;
      for (let j = 0; j < width; j++) to[segment * width + j]! += from[i * width + j]!;
    }
    return out;
  });
}
