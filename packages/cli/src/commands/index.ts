import type { Command } from "../command.js";
import { datagen } from "./datagen.js";
import { doctor } from "./doctor.js";
import { evaluateModel } from "./eval.js";
import { play } from "./play.js";
import { train } from "./train.js";

/** In the order of the ring. */
export const commands: readonly Command[] = [datagen, train, evaluateModel, play, doctor];
