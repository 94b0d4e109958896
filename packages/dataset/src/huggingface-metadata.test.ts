import { describe, expect, it } from "vitest";
import { gameFeatures } from "../fixtures/game-rows.mjs";
import type { Features } from "./features.js";
import { featuresFromMetadata, featuresToMetadata } from "./huggingface-metadata.js";

const caller = "dataset.test";
const entry = (value: string) => new Map([["huggingface", value]]);
const stored = (features: unknown) => entry(JSON.stringify({ info: { features } }));

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
    const { key, value } = featuresToMetadata(gameFeatures);
    expect(
      featuresFromMetadata(
        new Map([
          ["other", ""],
          [key, value!],
        ]),
        { caller },
      ),
    ).toEqual(gameFeatures);
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

  it("reads a Sequence of a struct as the struct of lists that it is stored as", () => {
    const int32 = { dtype: "int32", _type: "Value" };
    const sequence = { feature: { row: int32, boards: { feature: int32, _type: "Sequence" } }, _type: "Sequence" };
    const list = (feature: unknown) => ({ _type: "List", feature });
    expect(featuresFromMetadata(stored({ moves: sequence }), { caller })).toEqual({
      moves: { row: list(int32), boards: list(list(int32)) },
    });
  });

  it("reads long offsets, fixed lengths and class labels as what Parquet stores", () => {
    const value = (dtype: string) => ({ _type: "Value", dtype });
    const features = {
      text: value("large_string"),
      bytes: value("large_binary"),
      pair: { feature: value("uint8"), length: 2, _type: "List" },
      many: { feature: value("int64"), _type: "LargeList" },
      label: { names: ["no", "yes"], id: null, _type: "ClassLabel" },
    };
    expect(featuresFromMetadata(stored(features), { caller })).toEqual({
      text: value("string"),
      bytes: value("binary"),
      pair: { _type: "List", feature: value("uint8") },
      many: { _type: "List", feature: value("int64") },
      label: { _type: "ClassLabel", names: ["no", "yes"] },
    });
  });

  it("looks at the chosen columns alone", () => {
    const features = { id: { dtype: "string", _type: "Value" }, sound: { _type: "Audio" } };
    expect(featuresFromMetadata(stored(features), { columns: ["id"], caller })).toEqual({ id: features.id });
  });

  it("is null where a file says nothing, and an error where it is not JSON", () => {
    expect(featuresFromMetadata(new Map(), { caller })).toBeNull();
    expect(featuresFromMetadata(stored(null), { caller })).toBeNull();
    expect(featuresFromMetadata(entry("null"), { caller })).toBeNull();
    expect(() => featuresFromMetadata(entry("{"), { caller })).toThrow(
      'dataset.test: the file\'s "huggingface" entry is not JSON; expected {"info":{"features":…}}. Write the file again.',
    );
  });
});
