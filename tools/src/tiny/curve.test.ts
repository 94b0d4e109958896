import { expect, test } from "vitest";
import { curveOf, curveSvg } from "./curve.js";
import type { Moment } from "./training/teach.js";

const moment = (step: number, rest: Partial<Moment> = {}): Moment => ({
  ...{ step, stage: "see", loss: 1, grad_norm: 1, learning_rate: 1e-3, samples: 10, tokens: 100 },
  ...{ label_tokens: 50, seconds: 30, ...rest },
});
const one = { right: 1, of: 4 };
const reading = { light: one, shade: one, cell: one, block: one, spaces: one, board: { right: 0, of: 4 } };

test("a curve has means within stages; of a step that stands twice the later line counts", () => {
  const lines = [
    moment(1, { loss: 4 }),
    moment(2, { loss: 9 }),
    moment(2, { loss: 2 }),
    moment(3, { loss: 1 }),
    moment(4, { loss: 0.5, stage: "small", reading }),
  ];
  const curve = curveOf(lines, { points: 2 });
  expect(curve.losses).toEqual([
    { step: 2, stage: "see", loss: 3, minutes: 1, samples: 20 },
    { step: 3, stage: "see", loss: 1, minutes: 1.5, samples: 30 },
    { step: 4, stage: "small", loss: 0.5, minutes: 2, samples: 40 },
  ]);
  expect(curve.readings).toEqual([
    { step: 4, minutes: 2, light: 0.25, shade: 0.25, cell: 0.25, block: 0.25, spaces: 0.25, board: 0 },
  ]);
  expect(curve).toMatchObject({ steps: 4, samples: 40, minutes: 2 });

  const svg = curveSvg(curve);
  expect(svg).toContain("4 steps, 40 samples, 2.0 minutes");
  // A line for each stage, and the accuracies.
  expect(svg.match(/<path [^>]*stroke="#1d4ed8"/g)).toHaveLength(2);
  expect(svg.match(/<circle/g)).toHaveLength(1);
  expect(svg).not.toContain("NaN");
});
