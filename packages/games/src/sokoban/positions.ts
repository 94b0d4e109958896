/** The positions a search has met, in arrays of fixed size: the player's cell and the boxes' cells in ascending order. */
export interface Positions {
  readonly size: number;
  /** [limit] the player's cell, right after the push that led here. */
  readonly player: Uint16Array;
  /** [limit × boxes] */
  readonly boxes: Uint16Array;
  /** [limit] fewest moves found so far. */
  readonly moves: Int32Array;
  /** [limit] the position before the push; −1 for the first. */
  readonly parent: Int32Array;
  /** [limit] the push that led here, by its place in `MOVES`. */
  readonly push: Uint8Array;
  /** [limit] 1 where the fewest moves are known for good. */
  readonly closed: Uint8Array;
  /** The position's number; it is added where it is new. −1: new, and no room is left. */
  find(player: number, boxes: Uint16Array): number;
}

export function makePositions(limit: number, count: number): Positions {
  const numbers = new Map<string, number>();
  const player = new Uint16Array(limit);
  const all = new Uint16Array(limit * count);
  return {
    get size() {
      return numbers.size;
    },
    player,
    boxes: all,
    moves: new Int32Array(limit).fill(-1),
    parent: new Int32Array(limit).fill(-1),
    push: new Uint8Array(limit),
    closed: new Uint8Array(limit),
    find(at, boxes) {
      const key = String.fromCharCode(at, ...boxes);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const added = numbers.size;
      if (added === limit) return -1;
      numbers.set(key, added);
      player[added] = at;
      all.set(boxes, count * added);
      return added;
    },
  };
}
