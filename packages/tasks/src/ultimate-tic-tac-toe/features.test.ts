import { expect, test } from "vitest";
import { isOf } from "../feature.test.kit.js";
import { features } from "./features.js";
import { randomRows } from "./random-rows.test.kit.js";

test("rows have the columns of the features, in their order and of their kinds", () => {
  for (const { row } of randomRows(100, "features")) {
    expect(Object.keys(row)).toEqual(Object.keys(features));
    for (const [column, feature] of Object.entries(features)) {
      expect([column, isOf(feature, row[column as keyof typeof row])]).toEqual([column, true]);
    }
  }
});

test("the features are the text that 🤗 datasets reads", () => {
  const integer = '{"_type":"Value","dtype":"int32"}';
  expect(JSON.stringify(features.image)).toBe('{"_type":"Image"}');
  expect(JSON.stringify(features.unplayable_boards)).toBe(
    `{"_type":"List","feature":{"_type":"List","feature":${integer}}}`,
  );
  expect(JSON.stringify(features.global_state)).toBe(
    `{"_type":"List","feature":{"global_row":${integer},"global_col":${integer},"local_row":${integer},"local_col":${integer},"player":${integer}}}`,
  );
});
