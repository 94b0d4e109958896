import type { Architecture } from "../architecture.js";
import type { Parameters } from "../layers/parameters.js";
import type { Network } from "../network.js";
import type { Entry } from "../shapes.js";
import { currentName, HEAD } from "./names.js";

/** The architecture of a family: its tensors and its network, with the names that all Qwen-VLs have had. */
export function qwenVL(
  shapes: Iterable<Entry>,
  { tied }: { readonly tied: boolean },
  network: (parameters: Parameters) => Network,
): Architecture {
  return {
    shapes: new Map(shapes),
    rename(name) {
      const current = currentName(name);
      // Some files store a tied head a second time.
      return tied && current === `${HEAD}.weight` ? null : current;
    },
    network,
  };
}
