import { reachable, shippedBy } from "./graph.js";
import { isTest, type Workspace } from "./package.js";

/** Rule 4: nothing lies about that no export, program, test or script of its package leads to. */
export function checkReach({ packages }: Workspace): string[] {
  return packages.flatMap((home) => {
    const sources = [...home.sources.values()];
    const development = sources.filter(({ path }) => isTest(path) || !path.startsWith(`${home.folder}/src/`));
    const used = new Set([...shippedBy(home), ...reachable(home, development)]);
    return sources
      .filter((source) => !used.has(source))
      .map(
        ({ path }) =>
          `structure.reach: ${path} is reached from no export, program, test or script; expected a use. Remove it, or ` +
          "use it.",
      );
  });
}
