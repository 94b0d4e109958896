import { LOSS, WIN } from "./prove.js";
import type { Settings } from "./settings.js";
import { moverOf, type Tree } from "./tree.js";

/**
 * The children of an expanded node that are the best to play, equally good.
 *
 * A proven win, else the most visited of those that are not proven, then the one of greatest mean; but a child proven to be
 * worth as much as that one or more comes before it. A proven loss comes last.
 */
export function finalChoices<State>(tree: Tree, node: number, settings: Settings<State>): number[] {
  const first = tree.firstChild[node]!;
  const standard = settings.skipKnown ? meanOfFavourite(tree, node) : null;
  let best: number[] = [];
  let greatest: Merit = [-Infinity, 0, 0];
  for (let child = first; child < first + tree.childCount[node]!; child++) {
    const merit = meritOf(tree, node, child, standard, settings);
    const order = compare(merit, greatest);
    if (order > 0) {
      best = [child];
      greatest = merit;
    } else if (order === 0) {
      best.push(child);
    }
  }
  return best;
}

/** Compared from the left. */
type Merit = readonly [number, number, number];

function compare(first: Merit, second: Merit): number {
  return first[0] - second[0] || first[1] - second[1] || first[2] - second[2];
}

/** @param standard what a proven child is measured by; null where proven children are visited as others are */
function meritOf<State>(
  tree: Tree,
  node: number,
  child: number,
  standard: number | null,
  { provenFirst }: Settings<State>,
): Merit {
  const visits = tree.visits[child]!;
  const proven = provenValue(tree, node, child);
  if (provenFirst) return [proven ?? 0, visits, tree.total[child]!];
  if (proven === WIN) return [2, visits, 0];
  if (proven === LOSS) return [-2, visits, 0];
  if (proven !== null && standard !== null) return [proven >= standard ? 1 : -1, proven, visits];
  return [0, visits, proven ?? meanOf(tree, child)];
}

/** Mean return of the most visited child that is not proven, the greatest among equals; −∞ if all are proven. */
function meanOfFavourite(tree: Tree, node: number): number {
  const first = tree.firstChild[node]!;
  let most = -1;
  let greatest = -Infinity;
  for (let child = first; child < first + tree.childCount[node]!; child++) {
    if (tree.known[child] !== 0) continue;
    const visits = tree.visits[child]!;
    const mean = meanOf(tree, child);
    if (visits > most || (visits === most && mean > greatest)) {
      most = visits;
      greatest = mean;
    }
  }
  return greatest;
}

/** Mean return for the player who moved here; 0 where never visited. */
export function meanOf(tree: Tree, node: number): number {
  const visits = tree.visits[node]!;
  return visits === 0 ? 0 : tree.total[node]! / visits;
}

/** What the child is known to be worth to the player to move at the node, or null. */
export function provenValue(tree: Tree, node: number, child: number): number | null {
  const known = tree.known[child]!;
  return known === 0 ? null : tree.outcomes.value(known, moverOf(tree.seat[node]!));
}
