import type { Command } from "../command.js";
import { datagen } from "./datagen.js";
import { doctor } from "./doctor.js";

/** In the order of the ring. */
export const commands: readonly Command[] = [datagen, doctor];
