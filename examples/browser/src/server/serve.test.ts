import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { httpFolder, openCheckpoint, serialize } from "@vlm/safetensors";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Serving, serve } from "./serve.js";

let root = "";
let serving: Serving;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "vlm-serve-"));
  mkdirSync(join(root, "site"));
  writeFileSync(join(root, "secret"), "secret");
  writeFileSync(join(root, "site", "index.html"), "<!doctype html>");
  const data = Float32Array.of(1, 2, 3);
  writeFileSync(join(root, "site", "model.safetensors"), serialize([["a", { dtype: "F32", shape: [3], data }]]));
  serving = await serve(join(root, "site"));
});
afterAll(async () => {
  await serving.close();
  rmSync(root, { recursive: true });
});

const status = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
  (await fetch(serving.url + path, { headers })).status;

it("serves pages and ranges, as a checkpoint is read", async () => {
  const page = await fetch(serving.url);
  expect([page.headers.get("content-type"), await page.text()]).toEqual([
    "text/html; charset=utf-8",
    "<!doctype html>",
  ]);
  const file = await openCheckpoint(httpFolder(serving.url));
  expect(await file.readFloat32("a")).toEqual(Float32Array.of(1, 2, 3));
  expect(await status("index.html", { range: "bytes=99-" })).toBe(416);
  expect(await (await fetch(`${serving.url}index.html`, { headers: { range: "bytes=2-8" } })).text()).toBe("doctype");
});

it("serves nothing from outside its folder", async () => {
  for (const path of ["absent", "..%2fsecret", "%2e%2e/secret", "a%2f..%2f..%2fsecret", "%00", "%ff", "..%5csecret"]) {
    expect(await status(path), path).toBe(404);
  }
});
