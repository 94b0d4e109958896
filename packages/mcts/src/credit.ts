import { INVERSE, INVERSE_ROOT, TABLED } from "./counts.js";
import type { Settings } from "./settings.js";
import { moverOf, resortOf, type Tree } from "./tree.js";

/**
 * Adds a visit and the returns to every node of the path, to each those of the player who moved there.
 *
 * Where that player knows a better outcome than what the child is worth on average, it would have taken that one: from
 * there up the known returns count. So the solver may leave what it knows, and the means above stay true.
 *
 * @param values the returns stand at `values[base + player]`
 */
export function credit<State>(
  tree: Tree,
  depth: number,
  values: Float64Array,
  base: number,
  { puct, skipKnown, bareOutcomes }: Settings<State>,
): void {
  const { path, seat, visits, total, mean, spread, known, prior, outcomes } = tree;
  let from = values;
  let offset = base;
  for (let level = depth; level > 0; level--) {
    const node = path[level]!;
    const place = seat[path[level - 1]!]!;
    const mover = moverOf(place);
    const count = visits[node]! + 1;
    const sum = total[node]! + from[offset + mover]!;
    const average = sum * (count < TABLED ? INVERSE[count]! : 1 / count);
    const next = puct ? prior[node]! / (count + 1) : count < TABLED ? INVERSE_ROOT[count]! : 1 / Math.sqrt(count);
    visits[node] = count;
    total[node] = sum;
    if (skipKnown) {
      mean[node] = average;
      spread[node] = next;
      const better = resortOf(place);
      if (better !== 0 && outcomes.values[better * outcomes.players + mover]! > average) {
        from = outcomes.values;
        offset = better * outcomes.players;
      }
    } else if (known[node] === 0) {
      mean[node] = average;
      spread[node] = next;
    } else if (!bareOutcomes) {
      spread[node] = next;
    }
  }
  visits[0]!++;
  total[0]! += from[offset + moverOf(seat[0]!)]!;
}
