import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCheckpoint } from "../checkpoint.js";
import { openSafetensors } from "../read.js";
import { serialize } from "../write.js";
import { fileSource } from "./file-source.js";
import { openFolder } from "./folder.js";
import { writeSafetensors } from "./write-safetensors.js";

const tensors = [["a", { dtype: "F32", shape: [3], data: Float32Array.of(1, 2, 3) }]] as const;
let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vlm-safetensors-"));
});
afterEach(() => rmSync(root, { recursive: true }));

describe("writeSafetensors", () => {
  it("writes what serialize gives, replaces a file, and leaves nothing beside it", async () => {
    const path = join(root, "model.safetensors");
    writeFileSync(path, "old");
    await writeSafetensors(path, tensors, { format: "pt" });
    expect(new Uint8Array(readFileSync(path))).toEqual(serialize(tensors, { format: "pt" }));
    expect(readdirSync(root)).toEqual(["model.safetensors"]);
  });

  it("keeps the old file and leaves nothing beside it when it fails", async () => {
    mkdirSync(join(root, "model.safetensors"));
    await expect(writeSafetensors(join(root, "model.safetensors"), tensors)).rejects.toThrow();
    expect(readdirSync(root)).toEqual(["model.safetensors"]);
  });
});

describe("fileSource", () => {
  it("reads ranges, and notices a file that shrinks under it", async () => {
    const path = join(root, "model.safetensors");
    await writeSafetensors(path, tensors);
    const source = await fileSource(path);
    const file = await openSafetensors(source);
    expect(await file.readFloat32("a")).toEqual(Float32Array.of(1, 2, 3));
    truncateSync(path, source.size - 4);
    await expect(file.readFloat32("a")).rejects.toThrow(
      `safetensors.fileSource: model.safetensors ended at byte ${source.size - 4}; expected ${source.size} bytes, it had ${source.size} when opened. Do not write a file that is being read.`,
    );
    await file.close();
  });
});

describe("openFolder", () => {
  it("opens a checkpoint, also through the links of the Hub's cache", async () => {
    const snapshot = join(root, "snapshots", "revision");
    mkdirSync(snapshot, { recursive: true });
    mkdirSync(join(root, "blobs"));
    await writeSafetensors(join(root, "blobs", "c0ffee"), tensors);
    symlinkSync("../../blobs/c0ffee", join(snapshot, "model.safetensors"));
    const file = await openCheckpoint(openFolder(snapshot));
    expect(await file.readFloat32("a")).toEqual(Float32Array.of(1, 2, 3));
    await file.close();
  });

  it("refuses a link or a name that leads out", async () => {
    const inside = join(root, "inside");
    mkdirSync(inside);
    await writeSafetensors(join(root, "secret.safetensors"), tensors);
    symlinkSync("../secret.safetensors", join(inside, "model.safetensors"));
    await expect(openCheckpoint(openFolder(inside))).rejects.toThrow(
      `safetensors.openFolder: "model.safetensors" leads out of ${inside}; expected a file in it. Copy the file there.`,
    );
    rmSync(join(inside, "model.safetensors"));
    symlinkSync(join(root, "secret.safetensors"), join(inside, "x.safetensors"));
    writeFileSync(join(inside, "model.safetensors.index.json"), '{"weight_map":{"a":"x.safetensors"}}');
    await expect(openCheckpoint(openFolder(inside))).rejects.toThrow(
      `safetensors.openFolder: "x.safetensors" leads out of ${inside}; expected a file in it. Copy the file there.`,
    );
    await expect(openFolder(inside).open("../secret.safetensors")).rejects.toThrow(
      `safetensors.openFolder: "../secret.safetensors" leads out of ${inside}; expected a file in it. Copy the file there.`,
    );
    for (const name of ["", "..", ".", "a\0"]) {
      await expect(openFolder(inside).open(name)).rejects.toThrow(`${JSON.stringify(name)} leads out of ${inside}`);
    }
    // Nothing decodes a name.
    expect(await openFolder(inside).open("..%2fsecret.safetensors")).toBeNull();
    expect(await openFolder(inside).open("absent")).toBeNull();
  });

  it("refuses folders and pipes, which would be waited for", async () => {
    mkdirSync(join(root, "model.safetensors"));
    execFileSync("mkfifo", [join(root, "pipe.safetensors")]);
    for (const name of ["model.safetensors", "pipe.safetensors"]) {
      await expect(openFolder(root).open(name)).rejects.toThrow(
        `safetensors.fileSource: ${name} is a folder, a pipe or a device; expected a file. Put the file there.`,
      );
    }
  });
});
