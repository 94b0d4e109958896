import type { Manifest, Package, Workspace } from "./package.js";

/** Versions come from the catalog or the workspace; a peer's range is a promise to users and stands for itself. */
function uncatalogued({ dependencies, devDependencies, optionalDependencies }: Manifest): string[] {
  return [dependencies, devDependencies, optionalDependencies]
    .flatMap((list) => Object.entries(list ?? {}))
    .filter(([, version]) => !version.startsWith("catalog:") && !version.startsWith("workspace:"))
    .map(([name, version]) => `${name} ${version}`);
}

function missingFields({ manifest, folder, paths }: Package): string[] {
  const { description, license, engines, version } = manifest;
  const found: string[] = [];
  if (!paths.includes(`${folder}/README.md`)) found.push(`${folder} has no README.md; expected one. Write it.`);
  const fields = { description, license, "engines.node": engines?.node, version };
  for (const [name, value] of Object.entries(fields)) {
    if (!value) found.push(`${folder}/package.json has no ${name}; expected one. Add it.`);
  }
  return found;
}

/** `exports` as plain strings that name what was built. */
function oddExports({ manifest, folder }: Package): string[] {
  const entries = Object.entries(manifest.exports ?? {});
  if (entries.length === 0) return [`${folder}/package.json exports nothing; expected at least ".". Add exports.`];
  return entries
    .filter(([, target]) => typeof target !== "string" || !/^\.\/(dist\/.+\.js|package\.json)$/.test(target))
    .map(
      ([name, target]) =>
        `${folder}/package.json exports "${name}" as ${JSON.stringify(target)}; expected a string "./dist/….js". ` +
        "Name the built file.",
    );
}

/** Rule 4, the manifests: complete, of one version, with every version said once in the catalog. */
export function checkManifests({ manifest, packages, programs }: Workspace): string[] {
  const found = packages.flatMap((home) => [...missingFields(home), ...oddExports(home)]);
  const version = packages.find((home) => home.name === "types")?.manifest.version;
  for (const home of packages) {
    const own = home.manifest.version;
    if (own && version && own !== version) {
      found.push(`${home.folder} is version ${own}; expected ${version}, that of types. Version the family as one.`);
    }
    if (home.manifest.name !== `@vlm/${home.name}`) {
      found.push(`${home.folder} is named ${home.manifest.name}; expected @vlm/${home.name}. Rename one of the two.`);
    }
  }
  const all = [{ folder: ".", manifest }, ...packages, ...programs];
  for (const { folder, manifest: own } of all) {
    for (const dependency of uncatalogued(own)) {
      found.push(
        `${folder}/package.json asks for ${dependency}; expected "catalog:" or "workspace:*". Put the version in ` +
          "pnpm-workspace.yaml.",
      );
    }
  }
  return found.map((line) => `structure.manifests: ${line}`);
}
