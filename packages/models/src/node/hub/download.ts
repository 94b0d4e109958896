import { copyFile, lstat, mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { downloadBlob } from "./download-blob.js";
import { HubClient } from "./hub-client.js";
import { CachedRepository, checkRevision, isCommit, isRepositoryId } from "./repository.js";
import { type HubOptions, type HubSettings, hubSettings } from "./settings.js";
import { type HubFile, type ListedFile, wantedFiles } from "./wanted-files.js";

/**
 * Brings a model's files from the Hub into the Hub's own cache, which Python's huggingface_hub shares, and returns the folder
 * of the snapshot. Files that are there are not downloaded again; those that broke off go on.
 *
 * @param id `"Qwen/Qwen3-VL-2B-Instruct"`
 * @throws HubError when the server refuses or cannot be reached; the token is in no message
 */
export async function download(id: string, options: HubOptions = {}): Promise<string> {
  if (!isRepositoryId(id)) {
    throw new Error(
      `models.download: ${JSON.stringify(id)} is no name on the Hub; expected "org/name". Check the name.`,
    );
  }
  const settings = await hubSettings(options);
  checkRevision(settings.revision);
  const cache = new CachedRepository(id, settings);
  if (settings.offline) return cachedSnapshot(id, cache, settings);
  const client = new HubClient(id, settings);
  const { commit, files } = await look(id, client, settings);
  const snapshot = cache.snapshot(commit);
  for (const file of files) {
    const blob = cache.blob(file.hash);
    if (!(await exists(blob))) {
      const url = `${settings.endpoint}/${id}/resolve/${commit}/${encodeURIComponent(file.name)}`;
      const onProgress = (done: number): void => settings.onProgress({ file: file.name, done, size: file.size });
      await downloadBlob({ client, url, file, path: blob, onProgress });
    }
    await place(blob, join(snapshot, file.name));
  }
  if (settings.revision !== commit) await writeRef(cache.ref(settings.revision), commit);
  return snapshot;
}

/** The revision's commit, and which of its files a loader needs. */
async function look(
  id: string,
  client: HubClient,
  { endpoint, revision }: HubSettings,
): Promise<{ readonly commit: string; readonly files: readonly HubFile[] }> {
  const { listFiles, modelInfo } = await hub();
  const request = { hubUrl: endpoint, fetch: client.fetch };
  const { sha: commit } = await modelInfo({ ...request, name: id, revision, additionalFields: ["sha"] });
  if (!isCommit(commit)) {
    throw new Error(
      `models.load: ${id} at ${revision} is commit ${JSON.stringify(commit)}; expected 40 hexadecimal digits. Check HF_ENDPOINT.`,
    );
  }
  const listed: ListedFile[] = [];
  for await (const file of listFiles({ ...request, repo: id, revision: commit })) {
    listed.push(file);
    if (listed.length > MOST_FILES) {
      throw new Error(`models.load: ${id} lists more than ${MOST_FILES} files; expected a model. Check the name.`);
    }
  }
  return { commit, files: wantedFiles(id, listed) };
}

const MOST_FILES = 100_000;

async function hub(): Promise<typeof import("@huggingface/hub")> {
  try {
    return await import("@huggingface/hub");
  } catch (cause) {
    throw new Error(
      "models.load: @huggingface/hub is not installed; expected it for models that are no folder. Install it beside @vlm/models, or pass a folder.",
      { cause },
    );
  }
}

async function cachedSnapshot(id: string, cache: CachedRepository, { revision }: HubSettings): Promise<string> {
  const commit = isCommit(revision) ? revision : (await readFile(cache.ref(revision), "utf8").catch(() => "")).trim();
  const snapshot = cache.snapshot(commit);
  if (isCommit(commit) && (await exists(snapshot))) return snapshot;
  throw new Error(
    `models.load: ${id} at ${revision} is not in the cache ${cache.folder}, and HF_HUB_OFFLINE is set; expected a model downloaded before. Unset it once.`,
  );
}

/** Links a blob under its name, relatively as huggingface_hub does; where links are not allowed, copies it. */
async function place(blob: string, pointer: string): Promise<void> {
  if (await exists(pointer)) return;
  await mkdir(dirname(pointer), { recursive: true });
  // A link whose blob is gone is in the way.
  if (await lstat(pointer).catch(() => null)) await rm(pointer);
  try {
    await symlink(relative(dirname(pointer), blob), pointer);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "EPERM" && code !== "ENOTSUP") throw error;
    await copyFile(blob, `${pointer}.incomplete`);
    await rename(`${pointer}.incomplete`, pointer);
  }
}

async function writeRef(path: string, commit: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}.tmp`, commit);
  await rename(`${path}.${process.pid}.tmp`, path);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
