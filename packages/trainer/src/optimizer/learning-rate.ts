import { scaled } from "../arrays.js";
import { stateless, type Transformation } from "./transformation.js";

/** −learningRate × update: the last link of an optimizer. */
export function scaleByLearningRate(): Transformation {
  return stateless((update, _, learningRate) => scaled(-learningRate, update));
}
