import type { Group } from "./case.js";
import { data } from "./data/group.js";
import { games } from "./games/group.js";
import { ops } from "./ops/group.js";
import { train } from "./train/group.js";

/** What `pnpm bench` knows; to add a group, write a file that exports one and name it here. */
export const groups: readonly Group[] = [data, games, ops, train];
