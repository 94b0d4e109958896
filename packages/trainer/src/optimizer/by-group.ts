import type { NdArray } from "@vlm/types";
import type { Arrays } from "../arrays.js";
import { prefixed, within } from "./prefix.js";
import type { OptimizerState, Transformation } from "./transformation.js";

/** Which parameters: names that begin so, that an expression finds, or that a function takes. */
export type Named = string | RegExp | ((name: string) => boolean);

/** Parameters that are trained alike. */
export interface OptimizerGroup {
  readonly parameters: Named;
  readonly optimizer: Transformation;
  /** The group's learning rate as a multiple of the step's. */
  readonly learningRateScale?: number;
}

/**
 * An optimizer for each group of parameters; one that several groups name is in the first of them, one that none names
 * in `otherwise`. The state of the i-th group stands under `<i>.`, that of the others under the number of groups.
 *
 * @throws Error, when the state is made, for a group that no parameter is in.
 */
export function byGroup(groups: readonly OptimizerGroup[], otherwise: Transformation): Transformation {
  const takes = groups.map(({ parameters }) => matcher(parameters));
  const all = [...groups, { parameters: "", optimizer: otherwise }];
  const split = (arrays: Arrays): readonly Arrays[] => {
    const parts = all.map(() => new Map<string, NdArray>());
    for (const [name, array] of arrays) {
      const group = takes.findIndex((takesName) => takesName(name));
      parts.at(group)!.set(name, array);
    }
    return parts;
  };
  return {
    init(parameters): OptimizerState {
      const parts = split(parameters);
      groups.forEach((group, i) => {
        if (parts[i]!.size === 0) throw emptyGroup(i, group, [...parameters.keys()]);
      });
      return new Map(all.flatMap(({ optimizer }, i) => prefixed(i, optimizer.init(parts[i]!))));
    },
    update(updates, state, parameters, learningRate) {
      const results = split(updates).map((part, i) => {
        const { optimizer, learningRateScale = 1 }: OptimizerGroup = all[i]!;
        return optimizer.update(part, within(i, state), parameters, learningRate * learningRateScale);
      });
      return {
        updates: new Map(results.flatMap((result) => [...result.updates])),
        state: new Map(results.flatMap((result, i) => prefixed(i, result.state))),
      };
    },
  };
}

function matcher(named: Named): (name: string) => boolean {
  if (typeof named === "function") return named;
  if (typeof named === "string") return (name) => name.startsWith(named);
  // A global or sticky expression would remember where it stopped.
  const expression = new RegExp(named.source, named.flags.replace(/[gy]/g, ""));
  return (name) => expression.test(name);
}

function emptyGroup(index: number, { parameters }: OptimizerGroup, names: readonly string[]): Error {
  const what = typeof parameters === "string" ? JSON.stringify(parameters) : String(parameters);
  const some = names.slice(0, 3).join(", ");
  return new Error(
    `trainer.byGroup: group ${index}, ${what}, has no parameter of its own; expected some of the ${names.length}, such as ${some}. Correct it, or leave it out where an earlier group takes them.`,
  );
}
