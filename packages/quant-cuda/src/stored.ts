import { int8 } from "./int8-quantization.js";
import { fourBit, type Quantization } from "./quantization.js";

/** What bitsandbytes has packed is read as it is, in 4 bits or 8; nothing else is packed. */
export function stored(): Quantization {
  const four = fourBit();
  return {
    packs: () => false,
    pack: four.pack,
    open: (config, file) => (isEightBit(config) ? int8() : four).open(config, file),
  };
}

function isEightBit(config: unknown): boolean {
  const { load_in_8bit, _load_in_8bit } = (config ?? {}) as Record<string, unknown>;
  return (load_in_8bit ?? _load_in_8bit) === true;
}
