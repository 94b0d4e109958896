import * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "@vlm/types";
import type { TokenBytes } from "../constraint/vocabulary.js";
import type { Decoding } from "../generation/decoding.js";
import type { Starter } from "../generation/generate.js";

/** A model without weights: the logits [V] of a row's next token are a function of its id and what it has said. */
export function scriptedModel(logits: (id: string, said: readonly number[]) => ArrayLike<number>): Starter {
  return {
    start(batch: Batch): Decoding {
      let rows = batch.ids.map((id) => ({ id, said: [] as readonly number[] }));
      const tensor = (): tf.Tensor2D => tf.tensor2d(rows.map(({ id, said }) => Array.from(logits(id, said))));
      const decoding = {
        logits: tensor(),
        advance(continuations: Parameters<Decoding["advance"]>[0]): void {
          rows = continuations.map(({ sequence, token }) => {
            const { id, said } = rows[sequence]!;
            return { id, said: [...said, token] };
          });
          decoding.logits.dispose();
          decoding.logits = tensor();
        },
        dispose: (): void => decoding.logits.dispose(),
      };
      return decoding;
    },
  };
}

/** Rows of one token each. */
export function scriptedBatch(ids: readonly string[], prompt: readonly number[] = [0]): Batch {
  const shape = [ids.length, prompt.length];
  const of = (values: readonly number[]): { data: Int32Array; shape: number[] } => ({
    data: Int32Array.from(ids.flatMap(() => values)),
    shape,
  });
  return {
    ids,
    inputIds: of(prompt),
    attentionMask: of(prompt.map(() => 1)),
    positionIds: { data: Int32Array.from(ids.flatMap(() => prompt.map((_, i) => i))), shape: [1, ...shape] },
    labels: of(prompt.map(() => -100)),
  };
}

/** A vocabulary: every byte first, then some longer pieces, then one token that is no text and ends answers. */
export function byteVocabulary(pieces: readonly string[] = []): { tokens: TokenBytes; end: number } {
  const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  const tokens = [...bytes, ...pieces.map((piece) => new TextEncoder().encode(piece)), null];
  return { tokens, end: tokens.length - 1 };
}

/** Logits that a seed decides, with no pattern to them. */
export function randomLogits(count: number, seed: number): Float32Array {
  let state = seed | 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    mixed ^= mixed >>> 15;
    return ((mixed >>> 0) / 2 ** 32 - 0.5) * 8;
  });
}
