import { decodeImage } from "@vlm/collator/node";
import { expect, it } from "vitest";
import { commentedPng } from "./commented-png.js";
import { conversations } from "./conversations.js";
import { picture, positions } from "./positions.js";

const quiet = { folder: "", large: false, progress: () => ({ update() {}, finish() {} }) };

it("makes the same distinct conversations every time", () => {
  const rows = positions(quiet, 60);
  const made = conversations(rows, 100);
  expect(new Set(made.map((messages) => JSON.stringify(messages))).size).toBe(100);
  expect(made).toEqual(conversations(positions(quiet, 60), 100));
  expect(made.every((messages) => messages.map(({ role }) => role).join() === "system,user,assistant")).toBe(true);
});

it("says so when rows are too few", () => {
  expect(() => conversations(positions(quiet, 1), 200)).toThrow(
    /^bench\.conversations: 1 rows give \d+ distinct conversations; expected 200\. Pass more rows\.$/,
  );
});

it("comments a PNG without changing its picture", async () => {
  const [shown] = positions(quiet, 1);
  const png = await picture(shown!, 0, 96);
  const commented = commentedPng(png, "row-7");
  expect(Buffer.from(commented).includes("Comment\0row-7")).toBe(true);
  expect(await decodeImage(commented)).toEqual(await decodeImage(png));
});
