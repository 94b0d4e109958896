import { expect, it } from "vitest";
import { dumps, Float } from "./python-json.js";

/** CPython 3: `json.dumps`. */
it.each([
  [0, "0.0"],
  [-0, "-0.0"],
  [1, "1.0"],
  [-3.25, "-3.25"],
  [1e-4, "0.0001"],
  [1e-5, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [2.0810431007861494e-30, "2.0810431007861494e-30"],
  [1e16, "1e+16"],
  [123456789012345680, "1.2345678901234568e+17"],
  [1e22, "1e+22"],
])("writes the float %d as Python does", (value, text) => {
  expect(dumps(new Float(value))).toBe(text);
});

it("puts blanks where Python does", () => {
  expect(dumps({ quant_type: "nf4", shape: [2, 3], nested_offset: new Float(2) })).toBe(
    '{"quant_type": "nf4", "shape": [2, 3], "nested_offset": 2.0}',
  );
});
