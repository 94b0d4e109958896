import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillSkeleton, type Skeleton } from "./skeleton.js";
import { strip, stripEnd, stripStart } from "./strip.js";

const piece = fc.array(fc.constantFrom(" ", "\n", "a", "b", "<"), { maxLength: 5 }).map((parts) => parts.join(""));

describe("fillSkeleton", () => {
  it("finds contents in the text that they make, whole or stripped", () => {
    fc.assert(
      fc.property(
        piece,
        fc.array(
          fc.tuple(
            piece,
            fc.constantFrom((text: string) => text, strip, stripStart, stripEnd),
            piece,
          ),
        ),
        (opening, rows) => {
          const skeleton: Skeleton = {
            literals: [opening, ...rows.map(([, , literal]) => literal)],
            slots: rows.map((_, index) => index),
            written: [],
          };
          const contents = rows.map(([content]) => content);
          const shown = rows.map(([content, way]) => way(content));
          const text = opening + shown.map((content, index) => content + skeleton.literals[index + 1]!).join("");
          const filled = fillSkeleton(skeleton, contents, text);
          expect(filled).not.toBeNull();
          let begin = opening.length;
          filled!.content.forEach((span, index) => {
            expect(span.begin).toBe(begin);
            expect(strip(text.slice(span.begin, span.end))).toBe(strip(contents[index]!));
            begin = span.end + skeleton.literals[index + 1]!.length;
          });
          expect(begin).toBe(text.length);
          expect(fillSkeleton(skeleton, contents, `${text}!`)).toBeNull();
        },
      ),
      { numRuns: 1000, seed: 8 },
    );
  });

  it("takes time in proportion to the ways that differ, not to their product", () => {
    const slots = Array.from({ length: 2000 }, (_, index) => index);
    const skeleton: Skeleton = { literals: [...slots.map(() => ""), "!"], slots, written: [] };
    const contents = slots.map(() => " ");
    expect(fillSkeleton(skeleton, contents, `${" ".repeat(30)}?`)).toBeNull();
    expect(fillSkeleton(skeleton, contents, `${" ".repeat(30)}!`)!.content).toHaveLength(2000);
  });
});
