import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hubSettings } from "./settings.js";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "vlm-home-"));
});
afterEach(() => rm(home, { recursive: true }));

it("reads the environment as huggingface_hub does", async () => {
  const environment = {
    HF_HOME: home,
    HF_ENDPOINT: "https://mirror.example/",
    HF_TOKEN: " hf_given\n",
    HF_HUB_OFFLINE: "Yes",
  };
  expect(await hubSettings({}, environment)).toMatchObject({
    revision: "main",
    endpoint: "https://mirror.example",
    token: "hf_given",
    cacheDirectory: join(home, "hub"),
    offline: true,
  });
  const { cacheDirectory, offline } = await hubSettings(
    {},
    { ...environment, HF_HUB_CACHE: "/c", HF_HUB_OFFLINE: "0" },
  );
  expect([cacheDirectory, offline]).toEqual(["/c", false]);
});

it("finds the token that was stored, and sends none where there is none", async () => {
  expect((await hubSettings({}, { HF_HOME: home })).token).toBeNull();
  await writeFile(join(home, "token"), "hf_stored\n");
  expect((await hubSettings({}, { HF_HOME: home })).token).toBe("hf_stored");
  expect((await hubSettings({}, { HF_TOKEN_PATH: join(home, "token") })).token).toBe("hf_stored");
  expect((await hubSettings({ token: null }, { HF_HOME: home })).token).toBeNull();
});

it("lets options come first, and has the Hub's own defaults", async () => {
  const environment = { HF_ENDPOINT: "https://mirror.example", HF_HUB_CACHE: "/c", HF_HUB_OFFLINE: "1" };
  const options = { endpoint: "https://other.example", cacheDirectory: "/d", offline: false, revision: "v1" };
  expect(await hubSettings(options, environment)).toMatchObject(options);
  expect(await hubSettings({ token: null }, {})).toMatchObject({
    endpoint: "https://huggingface.co",
    cacheDirectory: join(homedir(), ".cache", "huggingface", "hub"),
    offline: false,
  });
});
