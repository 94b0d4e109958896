import { expect, test } from "vitest";
import { type Feature, features } from "./features.js";
import { randomRows } from "./random-rows.test.kit.js";

function isOf(feature: Feature, value: unknown): boolean {
  if (value === null) return true;
  switch (feature._type) {
    case "Value":
      if (feature.dtype === "string") return typeof value === "string";
      return feature.dtype === "int32" ? Number.isInteger(value) : typeof value === "number";
    case "Image":
      return isOf({ path: { _type: "Value", dtype: "string" } }, { path: (value as { path: unknown }).path });
    case "List":
      return Array.isArray(value) && value.every((item) => isOf(feature.feature as Feature, item));
    default: {
      const fields = Object.entries(feature as Readonly<Record<string, Feature>>);
      const struct = value as Readonly<Record<string, unknown>>;
      return (
        Object.keys(struct).join() === fields.map(([name]) => name).join() &&
        fields.every(([name, field]) => isOf(field, struct[name]))
      );
    }
  }
}

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
