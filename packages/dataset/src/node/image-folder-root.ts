import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { basename, isAbsolute, join, relative, sep } from "node:path";
import { ConversationError } from "../conversation/conversation-error.js";
import { imageExtension } from "../conversation/image-extension.js";
import type { ImageCell } from "../row.js";

const caller = "dataset.openImageRoot";

export interface ImageRootOptions {
  /** Largest file that is read. */
  readonly maxBytes?: number;
}

/** A folder of pictures, named by paths relative to it. Nothing outside the folder is ever opened. */
export interface ImageRoot {
  /** Throws unless the path names a picture inside the folder; reads its first bytes. */
  check(path: string): Promise<void>;
  /** The picture as a dataset holds it; `path` is the file's name, as 🤗 datasets has it. */
  read(path: string): Promise<ImageCell>;
}

/**
 * Opens a folder for pictures. Paths are relative, with slashes.
 *
 * @throws ConversationError, from `check` and `read`, on a path that is absolute, a URL, holds `..`, NUL or a backslash,
 * leads out by a symbolic link, or names no PNG, JPEG, WebP, GIF, BMP or TIFF file of at most `maxBytes`.
 */
export async function openImageRoot(
  folder: string,
  { maxBytes = 64 * 2 ** 20 }: ImageRootOptions = {},
): Promise<ImageRoot> {
  const root = await realpath(folder);
  return {
    check: (path) => openInside(root, path, maxBytes, async () => {}),
    read: (path) =>
      openInside(root, path, maxBytes, async (handle) => ({
        bytes: new Uint8Array(await handle.readFile()),
        path: basename(path),
      })),
  };
}

async function openInside<T>(
  root: string,
  path: string,
  maxBytes: number,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  checkPath(path);
  const file = await realpath(join(root, path)).catch((cause: NodeJS.ErrnoException) => {
    throw fault(path, `cannot be found (${cause.code})`, `a file in ${root}`, cause);
  });
  const inside = relative(root, file);
  if (inside === "" || inside.split(sep)[0] === ".." || isAbsolute(inside))
    throw fault(path, "leads out of its folder by a symbolic link", `a file in ${root}`);
  // No link that appeared since is followed, and a pipe does not block.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(file, flags).catch((cause: NodeJS.ErrnoException) => {
    throw fault(path, `cannot be opened (${cause.code})`, `a file in ${root}`, cause);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw fault(path, "is not a file", "a picture");
    if (stat.size > maxBytes) throw fault(path, `has ${stat.size} bytes`, `at most ${maxBytes}`);
    const head = new Uint8Array(12);
    await handle.read(head, 0, head.length, 0);
    if (imageExtension(head) === null)
      throw fault(path, "is no picture by its first bytes", "PNG, JPEG, WebP, GIF, BMP or TIFF");
    return await use(handle);
  } finally {
    await handle.close();
  }
}

function checkPath(path: string): void {
  const expected = "a path relative to the data, with slashes, that stays in its folder";
  if (path.includes("\0")) throw fault(path, "holds NUL", expected);
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) throw fault(path, "is a URL or names a drive", expected);
  if (path.includes("\\")) throw fault(path, "holds a backslash", expected);
  if (path.startsWith("/")) throw fault(path, "is absolute", expected);
  if (path.split("/").includes("..")) throw fault(path, 'holds ".."', expected);
}

function fault(path: string, what: string, expected: string, cause?: unknown): ConversationError {
  const shown = path.length > 80 ? `${path.slice(0, 80)}…` : path;
  return new ConversationError(
    `${caller}: image ${JSON.stringify(shown)} ${what}; expected ${expected}. Mend the path, or name another folder of images.`,
    cause === undefined ? {} : { cause },
  );
}
