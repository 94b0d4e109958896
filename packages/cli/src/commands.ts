import type { Command } from "./command.js";
import { convert } from "./commands/convert.js";
import { datagen } from "./commands/datagen.js";
import { doctor } from "./commands/doctor.js";
import { evaluateModel } from "./commands/eval.js";
import { inspect } from "./commands/inspect.js";
import { play } from "./commands/play.js";
import { train } from "./commands/train.js";

/** In the order of the ring. */
export const commands: readonly Command[] = [datagen, convert, inspect, train, evaluateModel, play, doctor];
