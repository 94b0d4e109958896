import type { Batch } from "@vlm/types";

/** Tokens of each sample, row after row, and in a packed row segment after segment. */
export function lengthsOf({ inputIds, attentionMask, segmentIds, ids }: Batch): number[] {
  const [rows, width] = inputIds.shape as [number, number];
  const lengths: number[] = [];
  for (let row = 0; row < rows; row++) {
    const before = lengths.length;
    let segment = 0;
    for (let at = row * width; at < (row + 1) * width; at++) {
      const isToken = attentionMask.data[at] !== 0;
      // Without segments a row is one.
      const own = segmentIds ? segmentIds.data[at]! : Number(isToken);
      const isNext = own === segment + 1;
      if (isToken !== (own !== 0) || (isToken && own !== segment && !isNext)) {
        throw new Error(
          `models.batch: segmentIds has ${own} at [${row},${at - row * width}]; expected ${isToken ? `${segment} or ${segment + 1}` : "0 for padding"}. Let a row's segments be 1, 2, … one after the other.`,
        );
      }
      if (!isToken) continue;
      if (isNext) {
        lengths.push(0);
        segment = own;
      }
      lengths[lengths.length - 1]!++;
    }
    if (lengths.length === before) {
      throw new Error(
        `models.batch: row ${row}${segmentIds ? "" : ` (${ids[row]})`} has no token; expected attentionMask to be 1 somewhere. Leave empty samples out.`,
      );
    }
  }
  return lengths;
}

/** @throws when rows hold several samples, which only training can take */
export function refusePacked({ segmentIds, inputIds, ids }: Batch): void {
  if (!segmentIds) return;
  throw new Error(
    `models.generate: the batch is packed, with ${ids.length} samples in ${inputIds.shape[0]} rows; expected one sample a row, without segmentIds. Collate the samples without packing.`,
  );
}
