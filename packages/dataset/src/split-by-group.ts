import { groupFraction } from "./group-fraction.js";

export type Group = string | number;

/** Shares of the groups by split, adding up to 1. */
export type Fractions = Readonly<Record<string, number>>;

/** Groups by split. Where the training split is not listed it takes every group that no list names. */
export type GroupLists = Readonly<Record<string, readonly Group[]>>;

export interface SplitByGroupOptions<R> {
  /** What must stay together: a game, a user. `1` and `"1"` are the same group. */
  readonly group: (row: R) => Group;
  /** What must not stand on both sides: a position's symmetry class. */
  readonly key: (row: R) => string;
  readonly fractions: Fractions | GroupLists;
  /** Decides which groups go where; unused with lists. */
  readonly seed?: number;
  /** The split that gives way: a row of it whose key stands in any other split is dropped. */
  readonly train?: string;
}

export interface GroupSplit<R> {
  /** Rows by split, in their order. A split may be empty. */
  readonly splits: Readonly<Record<string, readonly R[]>>;
  /** Rows of the training split whose key also stands in another split. */
  readonly dropped: readonly R[];
}

/**
 * Splits rows so that evaluation never shows a group or a key that training has seen.
 *
 * A group's side depends on the seed and the group alone, so rows added later move no other row between splits.
 */
export function splitByGroup<R>(
  rows: Iterable<R>,
  { group, key, fractions, seed = 0, train = "train" }: SplitByGroupOptions<R>,
): GroupSplit<R> {
  const sideOf = isLists(fractions) ? byList(fractions, train) : byFraction(fractions, train, seed);
  const names = new Set([train, ...Object.keys(fractions)]);
  const splits: Record<string, R[]> = Object.fromEntries([...names].map((name) => [name, []]));
  for (const row of rows) splits[sideOf(group(row))]!.push(row);

  const held = new Set<string>();
  for (const name of names) if (name !== train) for (const row of splits[name]!) held.add(key(row));
  const kept: R[] = [];
  const dropped: R[] = [];
  for (const row of splits[train]!) (held.has(key(row)) ? dropped : kept).push(row);
  return { splits: { ...splits, [train]: kept }, dropped };
}

function isLists(fractions: Fractions | GroupLists): fractions is GroupLists {
  return Object.values(fractions).some((value) => typeof value !== "number");
}

function byFraction(fractions: Fractions, train: string, seed: number): (group: Group) => string {
  const shares = Object.entries(fractions);
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  if (!shares.every(([, share]) => share >= 0) || Math.abs(sum - 1) > 1e-9 || !Object.hasOwn(fractions, train))
    throw new RangeError(
      `dataset.splitByGroup: fractions are ${JSON.stringify(fractions)}, which add up to ${sum}; expected shares that are not negative, one of them ${train}, that add up to 1. Change the fractions.`,
    );
  return (group) => {
    let left = groupFraction(group, seed);
    for (const [name, share] of shares) {
      if (left < share) return name;
      left -= share;
    }
    return train;
  };
}

function byList(lists: GroupLists, train: string): (group: Group) => string {
  const sides = new Map<string, string>();
  for (const [name, groups] of Object.entries(lists))
    for (const group of groups) {
      const other = sides.get(String(group));
      if (other !== undefined && other !== name)
        throw new RangeError(
          `dataset.splitByGroup: group ${group} is listed in ${other} and in ${name}; expected each group in one split. Remove it from one.`,
        );
      sides.set(String(group), name);
    }
  return (group) => {
    const side = sides.get(String(group)) ?? (Object.hasOwn(lists, train) ? undefined : train);
    if (side === undefined)
      throw new RangeError(
        `dataset.splitByGroup: group ${group} is in no list; the lists name ${[...sides.keys()].join(", ")}. List it, or leave ${train} out to give it the rest.`,
      );
    return side;
  };
}
