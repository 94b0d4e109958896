import { describe, expect, it } from "vitest";
import { gameFeatures } from "../fixtures/game-rows.mjs";
import type { Features } from "./features.js";
import { featuresFromMetadata, featuresToMetadata } from "./huggingface-metadata.js";

const caller = "dataset.test";
const stored = (features: unknown) => [{ key: "huggingface", value: JSON.stringify({ info: { features } }) }];

describe("🤗 metadata", () => {
  it("is the JSON that datasets reads", () => {
    const features: Features = {
      image: { _type: "Image" },
      plies: { _type: "List", feature: { _type: "Value", dtype: "int32" } },
    };
    expect(featuresToMetadata(features)).toEqual({
      key: "huggingface",
      value:
        '{"info":{"features":{"image":{"_type":"Image"},"plies":{"_type":"List","feature":{"_type":"Value","dtype":"int32"}}}}}',
    });
  });

  it("comes back as it was written", () => {
    expect(featuresFromMetadata([{ key: "other" }, featuresToMetadata(gameFeatures)], { caller })).toEqual(
      gameFeatures,
    );
  });

  it("drops what other versions add and reads older spellings of a list", () => {
    const int32 = { dtype: "int32", id: null, _type: "Value" };
    const features = featuresFromMetadata(
      stored({
        image: { mode: null, decode: true, _type: "Image" },
        brackets: [int32],
        sequence: { feature: int32, length: -1, _type: "Sequence" },
        structs: [{ row: int32 }],
      }),
      { caller },
    );
    const plain = { _type: "Value", dtype: "int32" };
    expect(features).toEqual({
      image: { _type: "Image" },
      brackets: { _type: "List", feature: plain },
      sequence: { _type: "List", feature: plain },
      structs: { _type: "List", feature: { row: plain } },
    });
  });

  it("refuses a Sequence of a struct, which is stored as a struct of lists", () => {
    const sequence = { feature: { row: { dtype: "int32", _type: "Value" } }, _type: "Sequence" };
    expect(() => featuresFromMetadata(stored({ moves: sequence }), { caller })).toThrow(
      'dataset.test: moves has the feature type "Sequence"; expected "Value", "Image", "List" or a struct. Convert the column to one of these.',
    );
  });

  it("looks at the chosen columns alone", () => {
    const features = { id: { dtype: "string", _type: "Value" }, sound: { _type: "Audio" } };
    expect(featuresFromMetadata(stored(features), { columns: ["id"], caller })).toEqual({ id: features.id });
  });

  it("is null where a file says nothing, and an error where it is not JSON", () => {
    expect(featuresFromMetadata([], { caller })).toBeNull();
    expect(featuresFromMetadata(stored(null), { caller })).toBeNull();
    expect(featuresFromMetadata([{ key: "huggingface", value: "null" }], { caller })).toBeNull();
    expect(() => featuresFromMetadata([{ key: "huggingface", value: "{" }], { caller })).toThrow(
      'dataset.test: the file\'s "huggingface" entry is not JSON; expected {"info":{"features":…}}. Write the file again.',
    );
  });
});
