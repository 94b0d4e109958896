import type { Interval } from "./interval.js";
import type { ConversationLayout } from "./layout.js";

/**
 * A layout in whose text each `written` that stands in no content is `encoded`: what a processor does to a text before it
 * is tokenized, so that newlines around a picture join those beside it.
 */
export function withImageText(
  layout: ConversationLayout,
  { written, encoded }: { readonly written: string; readonly encoded: string },
  content: readonly Interval[],
): ConversationLayout {
  const places: number[] = [];
  let next = 0;
  for (let at = layout.text.indexOf(written); at >= 0; at = layout.text.indexOf(written, at + written.length)) {
    while (next < content.length && content[next]!.end <= at) next++;
    const span = content[next];
    if (!span || span.begin >= at + written.length) places.push(at);
  }
  if (places.length === 0) return layout;
  let text = "";
  let copied = 0;
  for (const at of places) {
    text += layout.text.slice(copied, at) + encoded;
    copied = at + written.length;
  }
  const growth = encoded.length - written.length;
  const moved = <T extends Interval>(interval: T): T => ({
    ...interval,
    begin: interval.begin + growth * countBelow(places, interval.begin),
    end: interval.end + growth * countBelow(places, interval.end),
  });
  return {
    text: text + layout.text.slice(copied),
    content: layout.content.map(moved),
    written: layout.written.map(moved),
    turns: layout.turns?.map((begin) => begin + growth * countBelow(places, begin)),
  };
}

/** How many of the sorted numbers are below a bound. */
function countBelow(sorted: readonly number[], bound: number): number {
  const first = sorted.findIndex((number) => number >= bound);
  return first < 0 ? sorted.length : first;
}
