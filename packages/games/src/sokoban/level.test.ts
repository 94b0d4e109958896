import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSokoban, encodeSokoban } from "./encoding.js";
import { observeSokoban, readSokoban, writeSokoban } from "./level.js";

const XSB = ["#######", "#+ $  #", "# #$* #", "#   . #", "#######"].join("\n");
const GYM = ["#######", "#S_X__#", "#_#X√_#", "#___O_#", "#######"].join("\n");

describe("readSokoban and writeSokoban", () => {
  it("know the symbols of level collections and of gym-sokoban's text", () => {
    const { state } = readSokoban(XSB);
    expect(state).toEqual(readSokoban(GYM).state);
    expect(writeSokoban(state!)).toBe(XSB);
    expect(writeSokoban(state!, { symbols: "gym" })).toBe(GYM);
    expect([state!.rows, state!.columns, state!.player, state!.steps]).toEqual([5, 7, 8, 0]);
  });

  it("read what a model is shown, and gym's text with tabs", () => {
    const { state } = readSokoban(XSB);
    expect(observeSokoban(state!).split("\n")[1]).toBe("# S _ X _ _ #");
    expect(readSokoban(observeSokoban(state!)).state).toEqual(state);
    expect(readSokoban(GYM.replace(/[^\n]/g, " $& \t")).state).toEqual(state);
  });

  it("take - and _ for floor in XSB, empty lines around and any line ends", () => {
    const { state } = readSokoban(XSB);
    expect(readSokoban(`\n\n${XSB.replaceAll(" ", "-").replaceAll("\n", "\r\n")}\r\n\n`).state).toEqual(state);
    expect(readSokoban(XSB.replaceAll(" ", "_")).state).toEqual(state);
  });

  it("make wall of what the player never reaches", () => {
    const { state } = readSokoban("  #####\n  #@$.#\n###   #\n# #####\n###");
    expect(writeSokoban(state!)).toBe("#######\n###@$.#\n###   #\n#######\n#######");
  });

  const refused: readonly [string, string][] = [
    ["", "0 rows and 0 columns; expected 1 to 100 of each"],
    [" \n\n ", "0 rows and 0 columns"],
    ["#\n".repeat(101), "101 rows and 1 columns; expected 1 to 100 of each"],
    ["#".repeat(101), "1 rows and 101 columns"],
    ["####\n#@q#", '"q" in row 1, column 2; expected # @ + $ * . and space'],
    ["#####\n#PXO$", '"$" in row 1, column 4; expected # P S X √ O _'],
    ["#####\n# $.#\n#####", "0 players; expected one"],
    ["#####\n#@$.#\n# + #\n#####", "2 players; expected one"],
    ["#####\n#@  #\n#####", "no box; expected at least one"],
    ["#####\n#@$ #\n#####", "1 boxes and 0 targets; expected as many of each"],
    ["#####\n#@*.#\n#####", "1 boxes and 2 targets; expected as many of each"],
    ["#####\n#@$.#\n# ###", "a gap at row 2, column 1; expected walls all around"],
    ["#####\n#@$.#\n##$ #\n#.   #", "a gap at row 3, column"],
    ["@$.", "a gap at row 0, column 0"],
  ];
  it.each(refused)("say what is wrong with %j", (text, problem) => {
    const reading = readSokoban(text);
    expect(reading.state).toBeNull();
    expect(reading.problem).toContain(problem);
  });

  it("never throw, and write back what they read", () => {
    const symbol = fc.constantFrom(..."##### @+$*.-_PSXO√\n\n\t?");
    const texts = fc.oneof(
      fc.string(),
      fc.array(symbol, { maxLength: 40 }).map((symbols) => symbols.join("")),
      fc.array(fc.constantFrom(..." @$.*#"), { minLength: 9, maxLength: 9 }).map((inner) => {
        const rows = [0, 3, 6].map((first) => `#${inner.slice(first, first + 3).join("")}#`);
        return ["#####", ...rows, "#####"].join("\n");
      }),
    );
    let read = 0;
    fc.assert(
      fc.property(texts, fc.constantFrom("xsb" as const, "gym" as const), (text, symbols) => {
        const { state, problem } = readSokoban(text);
        expect((state === null) !== (problem === null)).toBe(true);
        if (state === null) return;
        read++;
        expect(readSokoban(writeSokoban(state, { symbols })).state).toEqual(state);
        expect(decodeSokoban(encodeSokoban(state))).toEqual(state);
      }),
      { numRuns: 3_000, seed: 1 },
    );
    expect(read).toBeGreaterThan(20);
  });
});

describe("encodeSokoban and decodeSokoban", () => {
  it("write a state in one line", () => {
    const state = { ...readSokoban(XSB).state!, steps: 12 };
    expect(encodeSokoban(state)).toBe("#######|#+-$--#|#-#$*-#|#---.-#|####### 12");
    expect(decodeSokoban(encodeSokoban(state))).toEqual(state);
  });

  it.each([
    "",
    "#####|#@$.#|#####",
    "#####|#@$.#|##### 01",
    "#####|#@$ #|##### 0",
    "#####|#@$.#|#####| 0",
    "#####|#@$.#|##### 1e5",
  ])("decode %j as null", (text) => {
    expect(decodeSokoban(text)).toBeNull();
  });
});
