import type { Ground } from "./ground.js";
import { Outcomes } from "./outcomes.js";

/** Room kept free beyond the tree, wider than nearly any game's list of actions. */
const MARGIN = 256;
const LEAST_CAPACITY = 2048;

/** `firstChild` of a leaf whose evaluation is under way. */
export const PENDING = -1;

/** Player to move, of a seat. */
export function moverOf(seat: number): number {
  return seat & 0xff;
}

/** Number of the outcome that the player to move can have for sure, of a seat; 0: none is known. */
export function resortOf(seat: number): number {
  return seat >> 8;
}

/** One number, for the simulations read both at every step. */
export function seatOf(mover: number, resort: number): number {
  return mover | (resort << 8);
}

/** The tree of a search: nodes are numbers, their fields columns. The root is 0, the children of a node lie in a row. */
export class Tree {
  size = 0;
  capacity: number = LEAST_CAPACITY;
  /** Number of the first child; 0 before the node is expanded, PENDING before it is evaluated. */
  firstChild: Int32Array = new Int32Array(LEAST_CAPACITY);
  childCount: Int32Array = new Int32Array(LEAST_CAPACITY);
  /** How many children selection chooses among; those not yet tried stand after them. */
  tried: Int32Array = new Int32Array(LEAST_CAPACITY);
  /** The ground's action that leads here. */
  action: Int32Array = new Int32Array(LEAST_CAPACITY);
  /** Of an expanded node: who moves, and the number of the best outcome known among the children, as `seat` packs them. */
  seat: Int32Array = new Int32Array(LEAST_CAPACITY);
  visits: Int32Array = new Int32Array(LEAST_CAPACITY);
  /** Number of the outcome that is known to follow; 0: none is. */
  known: Int32Array = new Int32Array(LEAST_CAPACITY);
  /** Sum of returns for the player who moved here; for the root, the player to move. */
  total: Float64Array = new Float64Array(LEAST_CAPACITY);
  /** What selection takes for the worth of a node once tried. */
  mean: Float64Array = new Float64Array(LEAST_CAPACITY);
  /** What selection multiplies by what the parent's visits make of c. */
  spread: Float64Array = new Float64Array(LEAST_CAPACITY);
  /** Probability under the policy. */
  prior: Float64Array = new Float64Array(LEAST_CAPACITY);
  /** Nodes of the simulation under way, from the root. */
  path: Int32Array = new Int32Array(128);
  readonly outcomes: Outcomes;

  constructor(players: number) {
    this.outcomes = new Outcomes(players);
    this.clear();
  }

  /** Leaves the root alone, never visited. */
  clear(): void {
    this.size = 1;
    this.firstChild[0] = 0;
    this.visits[0] = 0;
    this.known[0] = 0;
    this.total[0] = 0;
    this.outcomes.clear();
  }

  /** Gives a node its children, none tried; false where that would be more than `maxNodes`. */
  expand<State>(node: number, ground: Ground<State>, maxNodes: number): boolean {
    const first = this.size;
    if (first + MARGIN > this.capacity) this.grow(2 * first + MARGIN);
    let count = ground.actions(this.action, first);
    if (first + count > this.capacity) {
      this.grow(2 * (first + count));
      count = ground.actions(this.action, first);
    }
    const end = first + count;
    if (end > maxNodes) return false;
    this.size = end;
    this.firstChild[node] = first;
    this.childCount[node] = count;
    this.tried[node] = 0;
    this.seat[node] = ground.turn();
    const { firstChild, visits, known, total } = this;
    for (let child = first; child < end; child++) {
      firstChild[child] = 0;
      visits[child] = 0;
      known[child] = 0;
      total[child] = 0;
    }
    return true;
  }

  /** Makes a node the next one of the path. */
  step(depth: number, node: number): void {
    if (depth === this.path.length) this.path = wider(this.path, 2 * depth);
    this.path[depth] = node;
  }

  private grow(capacity: number): void {
    this.capacity = capacity;
    this.firstChild = wider(this.firstChild, capacity);
    this.childCount = wider(this.childCount, capacity);
    this.tried = wider(this.tried, capacity);
    this.action = wider(this.action, capacity);
    this.seat = wider(this.seat, capacity);
    this.visits = wider(this.visits, capacity);
    this.known = wider(this.known, capacity);
    this.total = wider(this.total, capacity);
    this.mean = wider(this.mean, capacity);
    this.spread = wider(this.spread, capacity);
    this.prior = wider(this.prior, capacity);
  }
}

function wider(column: Int32Array, length: number): Int32Array;
function wider(column: Float64Array, length: number): Float64Array;
function wider(column: Int32Array | Float64Array, length: number): Int32Array | Float64Array {
  const copy = column instanceof Int32Array ? new Int32Array(length) : new Float64Array(length);
  copy.set(column);
  return copy;
}
