import { describe, expect, it } from "vitest";
import { blocksOf } from "./blocks.js";

const fence = "```";

describe("blocksOf", () => {
  it("finds each block of ts with its line", () => {
    const text = `# Title\n\n${fence}ts\nconst a = 1;\n\nconst b = 2;\n${fence}\n${fence}sh\nls\n${fence}\n${fence}ts no-run\nc();\n${fence}\n`;
    expect(blocksOf("README.md", text)).toEqual([
      { path: "README.md", line: 3, code: "const a = 1;\n\nconst b = 2;", runs: true },
      { path: "README.md", line: 11, code: "c();", runs: false },
    ]);
  });

  it("takes a block out of a list's indentation", () => {
    expect(blocksOf("a.md", `1. Do\n\n   ${fence}ts\n   if (a) {\n     b();\n   }\n   ${fence}\n`)[0]?.code).toBe(
      "if (a) {\n  b();\n}",
    );
  });

  it("leaves a block alone that shows a block", () => {
    expect(blocksOf("a.md", `${fence}${fence}md\n${fence}ts\na();\n${fence}\n${fence}${fence}\n`)).toEqual([]);
  });

  it("refuses a block that never ends", () => {
    expect(() => blocksOf("a.md", `text\n${fence}ts\na();\n`)).toThrow(
      "readme.blocks: a.md:2 opens a block that never ends; expected ```. Close it.",
    );
  });

  it.each(["typescript", "js", "ts norun"])("refuses %s, which would go unchecked", (info) => {
    expect(() => blocksOf("a.md", `${fence}${info}\na();\n${fence}\n`)).toThrow(
      `readme.blocks: a.md:1 opens a block "${info}"; expected "ts" or "ts no-run". Code that is not checked goes ` +
        "stale: mark it so.",
    );
  });
});
