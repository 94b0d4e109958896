import { LARGEST_LAKE, type Lake, NAMED_MAPS, readMap } from "./map.js";

export interface FrozenLakeOptions {
  /** gymnasium's name or the rows in S, F, H and G. Default: `"4x4"`, or random lakes where `size` or `holes` is given. */
  readonly map?: "4x4" | "8x8" | readonly string[];
  /** Rows and columns of random lakes, one for each seed, 2 to 100. Default: 8. */
  readonly size?: number;
  /** Share of holes in random lakes, 0 to 1. Default: 0.2. */
  readonly holes?: number;
  /** Default: true. */
  readonly slippery?: boolean;
  /** Steps after which an episode ends. Default: 25 times the longer side, as gymnasium's 100 and 200. */
  readonly maxSteps?: number;
}

interface Settings {
  /** The one lake of all seeds; null: a random one for each. */
  readonly lake: Lake | null;
  readonly size: number;
  readonly holes: number;
  readonly slippery: boolean;
  maxSteps(lake: Lake): number;
}

/** Steps after which gymnasium ends an episode. */
export function usualSteps({ rows, columns }: Lake): number {
  return 25 * Math.max(rows, columns);
}

export function readOptions({ map, size, holes, slippery = true, maxSteps }: FrozenLakeOptions): Settings {
  const refuse = (problem: string): never => {
    throw new RangeError(`games.frozenLake: ${problem}. Mend the options.`);
  };
  if (map !== undefined && (size !== undefined || holes !== undefined)) {
    refuse("a map and the size or holes of random lakes; expected one or the other");
  }
  if (size !== undefined && !(Number.isInteger(size) && size >= 2 && size <= LARGEST_LAKE)) {
    refuse(`size is ${size}; expected a whole number from 2 to ${LARGEST_LAKE}`);
  }
  if (holes !== undefined && !(holes >= 0 && holes <= 1)) refuse(`holes is ${holes}; expected a share from 0 to 1`);
  if (maxSteps !== undefined && !(Number.isInteger(maxSteps) && maxSteps > 0)) {
    refuse(`maxSteps is ${maxSteps}; expected a whole number above 0`);
  }
  const random = size !== undefined || holes !== undefined;
  return {
    lake: random ? null : readGiven(map ?? "4x4", refuse),
    size: size ?? 8,
    holes: holes ?? 0.2,
    slippery,
    maxSteps: maxSteps === undefined ? usualSteps : () => maxSteps,
  };
}

function readGiven(map: string | readonly string[], refuse: (problem: string) => never): Lake {
  const named = typeof map === "string" ? NAMED_MAPS[map] : map;
  if (named === undefined) {
    return refuse(`no map is named ${JSON.stringify(map)}; expected ${Object.keys(NAMED_MAPS).join(", ")} or rows`);
  }
  const { lake, problem } = readMap(named);
  return lake ?? refuse(`the map has ${problem}`);
}
