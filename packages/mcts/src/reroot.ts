import { meanOf } from "./final-choice.js";
import { moverOf, resortOf, type Tree } from "./tree.js";

/** Makes a child of the root the root, drops what does not hang from it, and tells how many visits stay. */
export function reroot(tree: Tree, child: number): number {
  const kept = tree.firstChild[child]! > 0 ? visitsBelow(tree, child) : 0;
  if (kept === 0) {
    tree.clear();
    return 0;
  }
  const mean = meanBelow(tree, child, kept);
  const { origins, firsts } = layOut(tree, child);
  for (const column of [
    tree.childCount,
    tree.tried,
    tree.action,
    tree.seat,
    tree.visits,
    tree.known,
    tree.total,
    tree.mean,
    tree.spread,
    tree.prior,
  ]) {
    gather(column, origins);
  }
  tree.firstChild.set(firsts);
  tree.size = origins.length;
  // What the position's own first evaluation said to its player was not kept: it counts as the others on average.
  tree.visits[0] = kept + 1;
  tree.total[0] = mean * (kept + 1);
  return kept + 1;
}

/** The nodes below, each block of children in one piece, by their old numbers; and where their own children start. */
function layOut(tree: Tree, root: number): { readonly origins: Int32Array; readonly firsts: Int32Array } {
  const origins = new Int32Array(tree.size);
  const firsts = new Int32Array(tree.size);
  origins[0] = root;
  let size = 1;
  for (let node = 0; node < size; node++) {
    const origin = origins[node]!;
    const first = tree.firstChild[origin]!;
    if (first === 0) continue;
    firsts[node] = size;
    for (let child = first; child < first + tree.childCount[origin]!; child++) origins[size++] = child;
  }
  return { origins: origins.subarray(0, size), firsts: firsts.subarray(0, size) };
}

function gather(column: Int32Array | Float64Array, origins: Int32Array): void {
  const copy = column.slice();
  for (let node = 0; node < origins.length; node++) column[node] = copy[origins[node]!]!;
}

function visitsBelow({ firstChild, childCount, visits }: Tree, node: number): number {
  const first = firstChild[node]!;
  return visits.subarray(first, first + childCount[node]!).reduce((sum, count) => sum + count, 0);
}

/** Mean return for the player to move at the node, who takes what is known to be better. */
function meanBelow(tree: Tree, node: number, visits: number): number {
  const first = tree.firstChild[node]!;
  let total = 0;
  for (let child = first; child < first + tree.childCount[node]!; child++) {
    total += tree.visits[child]! * meanOf(tree, child);
  }
  const seat = tree.seat[node]!;
  const resort = resortOf(seat);
  const mean = total / visits;
  return resort === 0 ? mean : Math.max(mean, tree.outcomes.value(resort, moverOf(seat)));
}
