import type { Sample } from "@vlm/types";
import { countTokens, type ImageOptions } from "./expand.js";
import { countLabels } from "./labels.js";

export interface SplitSample {
  /** Parts of the sample in order, named `id#1`, `id#2` …; every label is in one of them, or counted as lost. */
  readonly parts: readonly Sample[];
  /** Indices of turns that lost labels. */
  readonly lostTurns: readonly number[];
  readonly lostLabels: number;
}

/** Turns from `begin` up to `end`, those from `own` on with their labels. */
interface Part {
  readonly begin: number;
  readonly own: number;
  readonly end: number;
}

/**
 * Cuts a long conversation between its turns. The parts share its labelled turns out in order, each as many as fit
 * behind the conversation's head; what room is left holds turns from before, as context without labels.
 */
export function splitTurns(sample: Sample, maxLength: number, options: ImageOptions): SplitSample {
  const { tokens } = sample;
  const starts = checkTurns(sample);
  const bounds = [...starts, tokens.length];
  const labels = starts.map((begin, i) => countLabels(sample, options.imageTokenId, begin, bounds[i + 1]));
  const slice = slicer(sample, options);
  const sizes = starts.map((begin, i) => countTokens(slice(begin, bounds[i + 1]!), options));
  const head = slice(0, starts[0] ?? tokens.length);
  const headSize = countTokens(head, options);
  const headLabels = countLabels(head, options.imageTokenId);

  const parts = share(sizes, labels, maxLength - headSize);
  const isOwn = (turn: number): boolean => parts.some(({ own, end }) => turn >= own && turn < end);
  // Without a head, a part that begins with a label has nothing to predict it from.
  const isOrphan = ({ begin, own }: Part): boolean =>
    begin === own && headSize === 0 && countLabels(sample, options.imageTokenId, starts[own]!, starts[own]! + 1) > 0;
  const unfit = [...labels.keys()].filter((turn) => labels[turn]! > 0 && !isOwn(turn));
  const orphans = parts.filter(isOrphan).map(({ own }) => own);
  if (parts.length === 0 && headLabels > 0 && headSize <= maxLength) parts.push({ begin: 0, own: 0, end: 0 });
  return {
    parts: parts.map(({ begin, own, end }, index) => {
      const [from, ownFrom] = [bounds[begin]!, bounds[own]!];
      const body = slice(from, bounds[end]!);
      return {
        ...joined(head, body, ownFrom - from, index === 0),
        id: `${sample.id}#${index + 1}`,
        turns: starts.slice(begin, end).map((start) => start - from + head.tokens.length),
      };
    }),
    lostTurns: [...unfit, ...orphans].sort((a, b) => a - b),
    lostLabels:
      unfit.reduce((sum, turn) => sum + labels[turn]!, orphans.length) + (parts.length === 0 ? headLabels : 0),
  };
}

/** The parts that hold every labelled turn which fits into `room` at all. */
function share(sizes: readonly number[], labels: readonly number[], room: number): Part[] {
  const parts: Part[] = [];
  let own = 0;
  for (; own < sizes.length; own++) {
    if (labels[own] === 0 || sizes[own]! > room) continue;
    let [begin, end, used] = [own, own, 0];
    for (; end < sizes.length && used + sizes[end]! <= room; end++) used += sizes[end]!;
    // Turns behind the last label teach nothing.
    for (; labels[end - 1] === 0; end--) used -= sizes[end - 1]!;
    for (; begin > 0 && used + sizes[begin - 1]! <= room; begin--) used += sizes[begin - 1]!;
    parts.push({ begin, own, end });
    own = end - 1;
  }
  return parts;
}

/** The tokens from an offset up to another, with their marks and images. */
function slicer(sample: Sample, { imageTokenId }: ImageOptions): (begin: number, end: number) => Sample {
  const { tokens, trained, images, id } = sample;
  const imagesBefore = new Int32Array(tokens.length + 1);
  for (const [i, token] of tokens.entries()) imagesBefore[i + 1] = imagesBefore[i]! + (token === imageTokenId ? 1 : 0);
  return (begin, end) => ({
    id,
    tokens: tokens.slice(begin, end),
    trained: trained.slice(begin, end),
    images: images.slice(imagesBefore[begin], imagesBefore[end]),
  });
}

/** Head and body as one; the body is trained from `ownFrom` on. */
function joined(head: Sample, body: Sample, ownFrom: number, trainHead: boolean): Omit<Sample, "id"> {
  const tokens = new Int32Array(head.tokens.length + body.tokens.length);
  const trained = new Uint8Array(tokens.length);
  tokens.set(head.tokens);
  tokens.set(body.tokens, head.tokens.length);
  if (trainHead) trained.set(head.trained);
  trained.set(body.trained.subarray(ownFrom), head.tokens.length + ownFrom);
  return { tokens, trained, images: [...head.images, ...body.images] };
}

function checkTurns({ id, turns, tokens }: Sample): readonly number[] {
  if (turns === undefined) {
    throw new TypeError(
      `collator.fitSamples: sample ${JSON.stringify(id)} has no turns; expected the offsets where it may be split. Give it turns, or set overflow to "drop".`,
    );
  }
  const wrong = turns.findIndex(
    (turn, i) => !(Number.isSafeInteger(turn) && turn > (turns[i - 1] ?? -1) && turn < tokens.length),
  );
  if (wrong < 0) return turns;
  throw new RangeError(
    `collator.fitSamples: turns[${wrong}] of sample ${JSON.stringify(id)} is ${turns[wrong]}; expected ascending offsets below ${tokens.length}. Pass the chat's sample unchanged.`,
  );
}
