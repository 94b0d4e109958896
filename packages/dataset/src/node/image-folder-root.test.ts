import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConversationError } from "../index.js";
import { type ImageRoot, openImageRoot } from "../node.js";

const png = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0]);
let base: string;
let root: string;
let images: ImageRoot;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "vlm-images-"));
  root = join(base, "data");
  await mkdir(join(root, "train"), { recursive: true });
  await writeFile(join(base, "outside.png"), png);
  await writeFile(join(root, "train", "ä 1.png"), png);
  await writeFile(join(root, "notes.txt"), "no picture");
  await writeFile(join(root, "large.png"), Buffer.concat([png, Buffer.alloc(100)]));
  await symlink(join(base, "outside.png"), join(root, "out.png"));
  await symlink(base, join(root, "up"));
  await symlink("train", join(root, "inside"));
  execFileSync("mkfifo", [join(root, "pipe.png")]);
  images = await openImageRoot(root, { maxBytes: 50 });
});
afterAll(() => rm(base, { recursive: true }));

it("reads what lies inside, by links inside too", async () => {
  expect(await images.read("train/ä 1.png")).toEqual({ bytes: png, path: "ä 1.png" });
  expect(await images.read("./inside//ä 1.png")).toEqual({ bytes: png, path: "ä 1.png" });
  await images.check("train/ä 1.png");
});

const relativePath = "a path relative to the data, with slashes, that stays in its folder";

it.each([
  ["../outside.png", 'holds ".."', relativePath],
  ["train/../../outside.png", 'holds ".."', relativePath],
  ["/etc/passwd", "is absolute", relativePath],
  ["C:/a.png", "is a URL or names a drive", relativePath],
  ["https://example.com/a.png", "is a URL or names a drive", relativePath],
  ["file:///etc/passwd", "is a URL or names a drive", relativePath],
  ["train\\a.png", "holds a backslash", relativePath],
  ["\\\\server\\a.png", "holds a backslash", relativePath],
  ["a.png\0.txt", "holds NUL", relativePath],
  ["out.png", "leads out of its folder by a symbolic link", "a file in ROOT"],
  ["up/outside.png", "leads out of its folder by a symbolic link", "a file in ROOT"],
  [".", "leads out of its folder by a symbolic link", "a file in ROOT"],
  ["absent.png", "cannot be found (ENOENT)", "a file in ROOT"],
  ["train", "is not a file", "a picture"],
  ["pipe.png", "is not a file", "a picture"],
  ["notes.txt", "is no picture by its first bytes", "PNG, JPEG, WebP, GIF, BMP or TIFF"],
  ["large.png", "has 109 bytes", "at most 50"],
])("refuses %j", async (path, what, expected) => {
  const message = `dataset.openImageRoot: image ${JSON.stringify(path)} ${what}; expected ${expected.replace("ROOT", root)}. Mend the path, or name another folder of images.`;
  await expect(images.check(path)).rejects.toThrow(message);
  await expect(images.read(path)).rejects.toThrow(message);
});

it("answers any path with a ConversationError, or a picture of the folder", async () => {
  const piece = fc.oneof(
    fc.constantFrom("..", ".", "train", "up", "out.png", "~", "%2e%2e", "ä 1.png", "outside.png"),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
      const path = pieces.join("/");
      try {
        const { bytes } = await images.read(path);
        expect(Buffer.from(bytes).equals(await readFile(join(root, "train", "ä 1.png")))).toBe(true);
        expect(path).toContain("train");
      } catch (error) {
        if (!(error instanceof ConversationError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
