import { checkBorders } from "./borders.js";
import { checkBrowser } from "./browser.js";
import { checkCycles } from "./cycles.js";
import { checkDependencies } from "./dependencies.js";
import { checkLayout } from "./layout.js";
import { checkManifests } from "./manifests.js";
import { checkNouns } from "./nouns.js";
import { checkReach } from "./reach.js";
import type { Room } from "./rooms.js";
import { checkTable } from "./table.js";
import { readWorkspace } from "./workspace.js";

/** Every broken rule of the workspace at `root`, a line each; empty when all hold. */
export function checkStructure(root: string, rooms: readonly Room[]): string[] {
  const workspace = readWorkspace(root);
  return [
    ...checkTable(workspace, rooms),
    ...checkCycles(workspace),
    ...checkBorders(workspace, rooms),
    ...checkDependencies(workspace),
    ...checkNouns(workspace),
    ...checkBrowser(workspace, rooms),
    ...checkLayout(workspace),
    ...checkManifests(workspace),
    ...checkReach(workspace),
  ];
}
