import { map } from "../arrays.js";
import { stateless, type Transformation } from "./transformation.js";

/** −learningRate × update: the last link of an optimizer. */
export function scaleByLearningRate(): Transformation {
  return stateless((update, _, learningRate) => map(update, (u) => -learningRate * u));
}
