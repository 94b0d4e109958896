/** A file of a repository as the Hub lists it. */
export interface HubFile {
  readonly name: string;
  readonly size: number;
  /** What its bytes hash to, and its name in the cache: SHA-256 for large files, git's blob hash for others. */
  readonly hash: string;
}

/** As `@huggingface/hub` lists it. */
export interface ListedFile {
  readonly type: string;
  readonly path: string;
  readonly size: number;
  readonly oid?: string | undefined;
  readonly lfs?: { readonly oid: string; readonly size: number } | undefined;
}

const CONFIGURATION =
  /^(config|generation_config|(video_)?preprocessor_config|processor_config|special_tokens_map|added_tokens|vocab)\.json$|^tokenizer[\w.-]*\.(json|model)$|^merges\.txt$|^chat_template[\w.-]*$/;
const SHARDS = /^model-\d+-of-\d+\.safetensors$|^model\.safetensors\.index\.json$/;
const SINGLE = "model.safetensors";

/**
 * The files that a loader needs, out of a repository's own folder: configuration, tokenizer, processor, template, and
 * safetensors. Never pickles, and no second set of weights.
 *
 * @throws when a name would lead out of the folder, or a file has no hash to check it by
 */
export function wantedFiles(repository: string, listed: readonly ListedFile[]): readonly HubFile[] {
  for (const { path } of listed) checkPath(repository, path);
  const files = listed.filter(({ type, path }) => type === "file" && !path.includes("/"));
  const hasSingle = files.some(({ path }) => path === SINGLE);
  const isWeights = (path: string): boolean => (hasSingle ? path === SINGLE : SHARDS.test(path));
  return files
    .filter(({ path }) => CONFIGURATION.test(path) || isWeights(path))
    .map(({ path, size, oid, lfs }) => {
      const hash = lfs?.oid ?? oid ?? "";
      if (!(lfs ? /^[0-9a-f]{64}$/ : /^[0-9a-f]{40}$/).test(hash) || !Number.isSafeInteger(lfs?.size ?? size)) {
        throw new Error(
          `models.load: ${repository} lists ${path} with hash ${JSON.stringify(hash)} and ${lfs?.size ?? size} bytes; expected a hash to check it by. Ask the server's keeper.`,
        );
      }
      return { name: path, size: lfs?.size ?? size, hash };
    });
}

function checkPath(repository: string, path: unknown): void {
  const parts = typeof path === "string" ? path.split("/") : [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there.
  const isPlain = parts.length > 0 && parts.every((part) => !/^\.{0,2}$|[\\:\u0000-\u001f]|%2e|%2f/i.test(part));
  if (isPlain) return;
  throw new Error(
    `models.load: ${repository} lists a file ${JSON.stringify(path)}; expected a path inside the repository. Do not trust it.`,
  );
}
