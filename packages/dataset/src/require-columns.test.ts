import { expect, it } from "vitest";
import { requireColumns } from "./index.js";

const features = { id: null, image: null };

it("is silent when every column is there", () => {
  expect(() => requireColumns(features, ["image"])).not.toThrow();
  expect(() => requireColumns(features, [])).not.toThrow();
});

it("names what is missing, what was found and what to do", () => {
  expect(() => requireColumns(features, ["id", "player"], { caller: "tasks.samples" })).toThrow(
    "tasks.samples: missing column player; found id, image. Write the dataset with this column, or rename the one that holds it.",
  );
  expect(() => requireColumns({}, ["id", "toString"])).toThrow(
    "dataset.requireColumns: missing columns id, toString; found none.",
  );
});
