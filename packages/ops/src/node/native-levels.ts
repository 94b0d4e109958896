import { LEVELS, type Level } from "../native/addon.js";
import { loadAddon } from "./load-addon.js";

/** The instruction sets of the native backend that this machine runs, the widest last; none where no addon loads. */
export function nativeLevels(): readonly Level[] {
  try {
    const { levels } = loadAddon();
    return LEVELS.filter((level) => levels[level]);
  } catch {
    return [];
  }
}
