import type * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { useBackend } from "../backend/use-backend.js";
import { nativeLevels } from "../node/native-levels.js";

/** Holds native results against themselves: to the bit the same with one thread and with two. */
export function expectSameOnAnyThreads(name: string, run: () => readonly tf.Tensor[]): void {
  it.each(nativeLevels())(`${name} gives the same bits with one thread and with two on %s`, async (level) => {
    const results: Uint8Array[][] = [];
    for (const threads of [1, 2]) {
      await useBackend("vlm-cpu", { level, threads });
      results.push(run().map((x) => new Uint8Array(Float32Array.from(x.dataSync()).buffer)));
    }
    expect(results[1]!.map((x) => x.length)).toEqual(results[0]!.map((x) => x.length));
    results[0]!.forEach((bytes, i) => {
      expect(bytes.some((byte, j) => byte !== results[1]![i]![j])).toBe(false);
    });
  });
}
