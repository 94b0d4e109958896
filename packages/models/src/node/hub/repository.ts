import { join } from "node:path";
import type { HubSettings } from "./settings.js";

const NAME = "[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?";
const IDENTIFIER = new RegExp(`^${NAME}/${NAME}$`);
const COMMIT = /^[0-9a-f]{40}$/;

/** Whether a text is the name of a repository on the Hub, `org/name`, by the Hub's own rules. */
export function isRepositoryId(text: string): boolean {
  return IDENTIFIER.test(text) && !text.includes("--") && !text.includes("..") && text.length <= 96;
}

export function isCommit(text: unknown): text is string {
  return typeof text === "string" && COMMIT.test(text);
}

/** Throws unless a revision can be part of a path: `"main"`, `"v1.0"`, `"refs/pr/7"`. */
export function checkRevision(revision: string): void {
  const parts = revision.split("/");
  if (parts.every((part) => /^[A-Za-z0-9_.+-]+$/.test(part) && !/^\.+$/.test(part))) return;
  throw new Error(
    `models.load: revision is ${JSON.stringify(revision)}; expected a branch, tag or commit. Pass its plain name.`,
  );
}

/** Where the Hub's cache keeps a repository: blobs by content, snapshots that link to them, refs that name snapshots. */
export class CachedRepository {
  readonly folder: string;

  constructor(id: string, { cacheDirectory }: Pick<HubSettings, "cacheDirectory">) {
    this.folder = join(cacheDirectory, `models--${id.replace("/", "--")}`);
  }

  /** The file that holds the commit of a branch or tag. */
  ref(revision: string): string {
    return join(this.folder, "refs", ...revision.split("/"));
  }

  snapshot(commit: string): string {
    return join(this.folder, "snapshots", commit);
  }

  blob(hash: string): string {
    return join(this.folder, "blobs", hash);
  }
}
