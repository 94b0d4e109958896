import type { Safetensors } from "@vlm/safetensors";
import type { DenseWeight } from "./quantization.js";

/** One piece of memory that weights are read into, each over the one before: fresh memory for each would wait to be collected. */
export class Staging {
  readonly #file: Safetensors;
  #memory = new ArrayBuffer(0);

  constructor(file: Safetensors) {
    this.#file = file;
  }

  /** A matrix as the file has it, until the next one is read. */
  async read(name: string): Promise<DenseWeight> {
    const { begin, end, shape, dtype } = this.#file.tensors.get(name)!;
    const size = end - begin;
    if (this.#memory.byteLength < size) this.#memory = new ArrayBuffer(size);
    await this.#file.readBytes(name, new Uint8Array(this.#memory, 0, size));
    const values =
      dtype === "F32" ? new Float32Array(this.#memory, 0, size / 4) : new Uint16Array(this.#memory, 0, size / 2);
    const [outputs, inputs] = shape as readonly [number, number];
    return { values, shape: [outputs, inputs], dtype: dtype as DenseWeight["dtype"] };
  }
}
