import { useBackend } from "@vlm/ops";
import { beforeAll, expect, it } from "vitest";
import { architectureOf } from "../families.js";
import { tinyGemma } from "../gemma3/tiny.test.kit.js";
import { modelOf, tinyConfigs, tinyTensors } from "../testing/tiny.js";
import { linearPath } from "./linear-path.js";

beforeAll(async () => {
  await useBackend("cpu");
}, 60_000);

const untied = { ...tinyConfigs.qwen3_vl, tie_word_embeddings: false };

it.each(Object.entries({ ...tinyConfigs, untied, gemma3: tinyGemma }))(
  "knows the linear layers of %s by name and shape",
  (_, config) => {
    const architecture = architectureOf(config);
    const model = modelOf(architecture, tinyTensors(architecture));
    const paths = [...architecture.shapes].flatMap(([name, shape]) => linearPath(name, shape) ?? []);
    expect(paths.toSorted()).toEqual(model.linears.map(({ path }) => path).toSorted());
    model.dispose();
  },
);
