import type { Architecture } from "../architecture.js";
import type { Gemma3TextConfig } from "./config.js";
import { GemmaImages, NO_IMAGES } from "./images.js";
import { currentName, HEAD, LANGUAGE_MODEL } from "./names.js";
import { Gemma3Network } from "./network.js";
import { Projector } from "./projector.js";
import { gemma3Shapes, gemma3TextShapes } from "./shapes.js";
import { SiglipTower } from "./siglip-tower.js";
import type { Gemma3Config } from "./vision-config.js";

/** Gemma 3 without vision (arXiv 2503.19786), equal to transformers' Gemma3ForCausalLM. */
export function gemma3Text(config: Gemma3TextConfig): Architecture {
  const parts = { type: "gemma3_text", path: LANGUAGE_MODEL.alone, images: NO_IMAGES };
  return {
    shapes: new Map(gemma3TextShapes(config)),
    rename: (name) => withoutTiedHead(name, config),
    network: (parameters) => new Gemma3Network(config, parts, parameters),
  };
}

/** Gemma 3 with vision, equal to transformers' Gemma3ForConditionalGeneration. */
export function gemma3(config: Gemma3Config): Architecture {
  return {
    shapes: new Map(gemma3Shapes(config)),
    rename: (name) => withoutTiedHead(currentName(name), config.text),
    network(parameters) {
      const tower = new SiglipTower(config.vision, parameters);
      const images = new GemmaImages(config, tower, new Projector(config, parameters));
      return new Gemma3Network(config.text, { type: "gemma3", path: LANGUAGE_MODEL.withVision, images }, parameters);
    },
  };
}

/** Some files store a tied head a second time. */
function withoutTiedHead(name: string, { tied }: Gemma3TextConfig): string | null {
  return tied && name === `${HEAD}.weight` ? null : name;
}
