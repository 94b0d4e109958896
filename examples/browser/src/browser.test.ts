import { fileURLToPath } from "node:url";
import { loadChat, loadTokenBytes } from "@vlm/chat-template/node";
import { loadCollator } from "@vlm/collator/node";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import { openFolder } from "@vlm/safetensors/node";
import type { Browser, JSHandle, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Checkpoint } from "./page/checkpoint.js";
import { type Serving, serve } from "./server/serve.js";
import { answers, asked } from "./testing/answers.js";
import { findBrowser, startBrowser } from "./testing/browser.js";
import type * as Probe from "./testing/probe.js";
import { ring } from "./testing/ring.js";

const checkpoint = fileURLToPath(new URL("../../checkpoints/tiny-qwen3-vl", import.meta.url));
const program = findBrowser();
/** A browser on a busy machine starts when it can. */
const SLOW = 60_000;

let serving: Serving;
let browser: Browser | undefined;
let page: Page;
/** What the page asked of anyone but its own folder, and what went wrong in it. */
let strays: string[];

beforeAll(async () => {
  if (program === null) return console.log("No chromium on PATH: the tests in the browser are skipped.");
  serving = await serve(fileURLToPath(new URL("../dist/site", import.meta.url)));
  browser = await startBrowser(program);
}, SLOW);
afterAll(async () => {
  await browser?.close();
  await serving?.close();
}, SLOW);
beforeEach(async (context) => {
  if (!browser) return context.skip("no chromium on PATH");
  strays = [];
  page = await browser.newPage({ viewport: { width: 1120, height: 760 } });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(serving.url)) strays.push(request.url());
  });
  page.on("pageerror", (error) => strays.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 400) strays.push(`${response.status()} ${response.url()}`);
  });
  return async () => {
    await page.close();
    expect(strays).toEqual([]);
  };
}, SLOW);

/** The module of the page that tests call. */
async function probe(): Promise<JSHandle<typeof Probe>> {
  await page.goto(`${serving.url}probe.html`);
  return page.evaluateHandle("import('./probe.js')") as Promise<JSHandle<typeof Probe>>;
}

/** The checkpoint by the loaders for Node. */
async function opened(): Promise<Checkpoint> {
  await useBackend("wasm");
  const chat = await loadChat(checkpoint);
  const collate = await loadCollator(checkpoint);
  return {
    model: await load(checkpoint),
    chat,
    collate,
    vocabulary: await loadTokenBytes(checkpoint),
    prompt: (messages, picture) =>
      collate([chat.encode({ id: "question", messages, images: [picture] }, { addGenerationPrompt: true })]),
  };
}

describe("in the browser", () => {
  it("answers with the tokens that Node answers with", async () => {
    const [expected, inPage] = await Promise.all([
      opened().then((checkpoint) => answers(checkpoint)),
      (await probe()).evaluate((module) => module.answers("wasm")),
    ]);
    expect(new Set(expected.map(String)).size).toBeGreaterThan(asked.length / 2);
    expect(inPage).toEqual(expected);
  });

  it("answers so on WebGL, too, where there is one", async (context) => {
    // In software, shaders take their time.
    const few = { questions: 1, maxNewTokens: 6 };
    const inPage = await (await probe()).evaluate((module, options) => module.answers("webgl", options), few);
    if (inPage === null) return context.skip("no WebGL in this browser");
    expect(inPage).toEqual(await answers(await opened(), few));
  });

  it("goes round the ring, through every package that runs there, with Node's results", async () => {
    await useBackend("wasm");
    const inPage = await (await probe()).evaluate((module) => module.ring());
    // As it comes over the wire.
    expect(inPage).toEqual(JSON.parse(JSON.stringify(await ring(openFolder(checkpoint)))));
  });

  it("keeps no tensor after 50 questions", async () => {
    expect(await (await probe()).evaluate((module) => module.leaked(50))).toBe(0);
  });

  it("plays, asks and shows the answer as it comes", async () => {
    await page.goto(serving.url);
    const board = (await page.locator("#board").boundingBox())!;
    const cell = (row: number, column: number): Promise<void> =>
      page.mouse.click(board.x + ((column + 0.5) * board.width) / 9, board.y + ((row + 0.5) * board.height) / 9);
    await cell(4, 4);
    await cell(0, 0); // Not on the board that is to be played: nothing happens.
    expect(await page.locator("#turn").textContent()).toBe("O to move");
    await cell(3, 3);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await page.getByText("Green board", { exact: true }).click();
    expect(await page.locator("#question").textContent()).toContain("Which board is green?");
    await page.locator("#ask:enabled").click();
    await page.locator("#speed", { hasText: /read in .* tokens\/s/ }).waitFor();
    await page.locator("#ask:enabled").waitFor();
    expect(await page.locator("#answer").textContent()).not.toBe("");
    expect(await page.locator("#verdict").textContent()).toMatch(/^(Right|Wrong|Not an answer)$/);
    expect(await page.locator("#reference").textContent()).toContain("JSON_END");
  });
});
