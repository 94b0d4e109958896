import { expect, it } from "vitest";
import type { Features } from "../features.js";
import { datasetCard } from "./dataset-card.js";

const int32 = { _type: "Value", dtype: "int32" } as const;

it("writes the front matter that 🤗 datasets writes (Features._to_yaml_list, datasets 5.0.1)", () => {
  const features: Features = {
    id: { _type: "Value", dtype: "string" },
    image: { _type: "Image" },
    a: { _type: "List", feature: int32 },
    m: { r: int32, c: int32 },
    l: { _type: "List", feature: { r: int32 } },
    u: { _type: "List", feature: { _type: "List", feature: int32 } },
    imgs: { _type: "List", feature: { _type: "Image" } },
    s: {
      _type: "List",
      feature: { q: { _type: "List", feature: { _type: "Value", dtype: "string" } }, im: { _type: "Image" } },
    },
  };
  const card = datasetCard(
    features,
    [
      { name: "train", rows: 3, bytes: 10 },
      { name: "eval", rows: 1, bytes: 5 },
    ],
    {},
  );
  expect(card).toBe(`---
dataset_info:
  features:
  - name: id
    dtype: string
  - name: image
    dtype: image
  - name: a
    list: int32
  - name: m
    struct:
    - name: r
      dtype: int32
    - name: c
      dtype: int32
  - name: l
    list:
    - name: r
      dtype: int32
  - name: u
    list:
      list: int32
  - name: imgs
    list: image
  - name: s
    list:
    - name: q
      list: string
    - name: im
      dtype: image
  splits:
  - name: train
    num_examples: 3
  - name: eval
    num_examples: 1
  download_size: 15
configs:
- config_name: default
  data_files:
  - split: train
    path: data/train-*
  - split: eval
    path: data/eval-*
---

# Dataset

Written by @vlm/dataset.

| split | rows |
| --- | --- |
| train | 3 |
| eval | 1 |
`);
});

it("names the classes of a label as 🤗 datasets does", () => {
  const label = { _type: "ClassLabel", names: ["cat", "no"] } as const;
  const features: Features = { label, labels: { _type: "List", feature: label } };
  expect(datasetCard(features, [{ name: "train", rows: 1, bytes: 1 }], {})).toContain(`  features:
  - name: label
    dtype:
      class_label:
        names:
          '0': cat
          '1': "no"
  - name: labels
    list:
      class_label:
        names:
          '0': cat
          '1': "no"
`);
});

it("quotes what YAML would read as something else, and carries what a person says", () => {
  const names = ["yes", "1e3", "a b", "été", 'say "x"', "null", "x-y"];
  const features = Object.fromEntries(names.map((name) => [name, int32]));
  const info = { title: "Moves", description: "By play.", license: "mit", tags: ["games", "tic-tac-toe: ultimate"] };
  const card = datasetCard(features, [{ name: "train", rows: 1, bytes: 1 }], info);
  expect(card.match(/- name: (?!train).*/g)).toEqual(
    ['"yes"', '"1e3"', '"a b"', '"été"', '"say \\"x\\""', '"null"', "x-y"].map((name) => `- name: ${name}`),
  );
  expect(card).toMatch(/^---\nlicense: mit\ntags:\n- games\n- "tic-tac-toe: ultimate"\ndataset_info:/);
  expect(card).toContain("---\n\n# Moves\n\nBy play.\n");
});
