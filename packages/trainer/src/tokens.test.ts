import { expect, test } from "vitest";
import { countLabelTokens, countTokens } from "./tokens.js";

const array = (...data: readonly number[]) => ({ data: Int32Array.from(data), shape: [2, 4] });

test("counts real tokens, and labels that a real token stands before, padding left or right", () => {
  const ids = array(0, 5, 6, 7, 8, 9, 0, 0);
  const batch = { ids: ["left", "right"], inputIds: ids, positionIds: ids };
  const attentionMask = array(0, 1, 1, 1, 1, 1, 0, 0);
  const labels = array(-100, 5, 6, -100, 8, 9, 3, -100);
  expect(countTokens({ ...batch, attentionMask, labels })).toBe(5);
  // 6 after 5 and 9 after 8; 5 and 8 come first in their rows, 3 lies under the padding.
  expect(countLabelTokens({ ...batch, attentionMask, labels })).toBe(2);
});

test("counts no label that stands first in its segment", () => {
  const ids = array(5, 6, 7, 8, 0, 9, 5, 6);
  const attentionMask = array(1, 1, 1, 1, 0, 1, 1, 1);
  const segmentIds = array(1, 1, 2, 2, 0, 1, 2, 2);
  const labels = array(5, 6, 7, 8, -100, 9, 5, 6);
  const batch = { ids: ["a", "b", "c", "d"], inputIds: ids, positionIds: ids, attentionMask, segmentIds, labels };
  // 6 after 5, 8 after 7, and the last 6 after 5; 7 and 5 come first behind another sample.
  expect(countLabelTokens(batch)).toBe(3);
});
