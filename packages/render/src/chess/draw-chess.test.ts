import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf } from "../golden.test.kit.js";
import { chessThemeNames, drawChess, pieceSetNames, pieceSets } from "../index.js";
import { words } from "../pixel.js";

const start = new Uint8Array(64);
for (const [file, kind] of [4, 2, 3, 5, 6, 3, 2, 4].entries()) {
  start[file] = kind;
  start[8 + file] = 1;
  start[48 + file] = 7;
  start[56 + file] = kind + 6;
}

const positions = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 64, maxLength: 64 });

/** The pixels of a square, given its corner as the truth tells it. */
function pixels(image: ReturnType<typeof drawChess>, square: number): string {
  const [left, top, right, bottom] = image.truth.squares[square]!.box;
  const rows: Buffer[] = [];
  for (let y = top; y < bottom; y++) {
    rows.push(Buffer.from(image.data.subarray(4 * (y * image.width + left), 4 * (y * image.width + right))));
  }
  return Buffer.concat(rows).toString("latin1");
}

/** What each piece looks like on each square: the whole board full of it. */
function alphabet(options: Parameters<typeof drawChess>[1]): readonly (readonly string[])[] {
  return Array.from({ length: 13 }, (_, piece) => {
    const image = drawChess({ squares: new Uint8Array(64).fill(piece) }, options);
    return Array.from({ length: 64 }, (_, square) => pixels(image, square));
  });
}

describe("drawChess", () => {
  it("shows every position so that it can be read off the pixels, in every set and theme", () => {
    for (const [index, pieces] of pieceSetNames.entries()) {
      const theme = chessThemeNames[index % chessThemeNames.length]!;
      const options = { pieces, theme, size: 8 * 28, orientation: index % 2 === 0 ? "white" : "black" } as const;
      const known = alphabet(options);
      fc.assert(
        fc.property(positions, (codes) => {
          const image = drawChess({ squares: Uint8Array.from(codes) }, options);
          const read = codes.map((_, square) => known.findIndex((seen) => seen[square] === pixels(image, square)));
          expect(read).toEqual(codes);
        }),
        { numRuns: 5 },
      );
    }
  });

  it("draws pieces that differ in many pixels, down to 16 pixels a square", () => {
    for (const pieces of pieceSetNames) {
      for (const theme of chessThemeNames) {
        // On the dark corner and the light square beside it, two by two.
        const seen = Array.from({ length: 13 }, (_, piece) => {
          const image = drawChess({ squares: new Uint8Array(64).fill(piece) }, { pieces, theme, size: 128 });
          return Array.from({ length: 16 }, (_, y) => Array.from(words(image).subarray(128 * y, 128 * y + 32))).flat();
        });
        for (const [one, pixelsOfOne] of seen.entries()) {
          for (const [other, pixelsOfOther] of seen.entries()) {
            if (other <= one) continue;
            const different = pixelsOfOne.filter((pixel, at) => pixel !== pixelsOfOther[at]).length;
            expect(different, `${pieces} on ${theme}: ${one} and ${other}`).toBeGreaterThan(32);
          }
        }
      }
    }
  });

  it("says what is where", () => {
    const { truth } = drawChess({ squares: start }, { size: 448 });
    expect(truth.squares.map(({ name }) => name).join(" ")).toMatch(/^a1 b1 c1 .* h1 a2 .* g8 h8$/);
    expect(truth.squares[0]!.box).toEqual([0, 392, 56, 448]);
    expect(truth.pieces.length).toBe(32);
    expect(truth.pieces.slice(0, 5).map(({ name }) => name)).toEqual([
      "white rook",
      "white knight",
      "white bishop",
      "white queen",
      "white king",
    ]);
    expect(truth.pieces.at(-1)!.name).toBe("black rook");
    const fromBlack = drawChess({ squares: start }, { size: 448, orientation: "black" }).truth;
    expect(fromBlack.squares[0]!.box).toEqual([392, 0, 448, 56]);
  });

  it("leaves a margin of half a square for coordinates, and writes them on the viewer's left and below", () => {
    const plain = drawChess({ squares: start }, { size: 450, theme: "ocean" });
    const named = drawChess({ squares: start }, { size: 450, theme: "ocean", coordinates: true });
    expect(plain.truth.squares[63]!.box).toEqual([393, 1, 449, 57]);
    expect(named.truth.squares[63]!.box).toEqual([375, 25, 425, 75]);
    const flipped = drawChess(
      { squares: start },
      { size: 450, theme: "ocean", coordinates: true, orientation: "black" },
    );
    const margin = (image: typeof named): string => Buffer.from(image.data.subarray(4 * 450 * 426)).toString("latin1");
    expect(margin(named)).not.toBe(margin(flipped));
  });

  it("colors the last move and highlights, and marks legal squares, those and no others", () => {
    const plain = drawChess({ squares: start });
    const marked = drawChess({ squares: start }, { lastMove: [12, 28], highlight: [8], legal: [16, 24, 52] });
    const changed = Array.from({ length: 64 }, (_, square) => square).filter(
      (square) => pixels(plain, square) !== pixels(marked, square),
    );
    expect(changed).toEqual([8, 12, 16, 24, 28, 52]);
    // Neither moves a piece, and neither is said to be one.
    expect(marked.truth).toEqual(plain.truth);
  });

  it("takes a theme and a set of the caller's own", () => {
    const none = [{ path: "M0 0 H100 V100 H0 Z", color: [1, 2, 3] as const }];
    const side = { pawn: none, knight: none, bishop: none, rook: none, queen: none, king: none };
    const white = [255, 255, 255] as const;
    const theme = { light: white, dark: white, background: white, label: white, lastMove: white, highlight: white };
    const { data } = drawChess({ squares: start }, { theme, pieces: { white: side, black: side }, size: 64 });
    expect(Array.from(data.subarray(0, 4))).toEqual([1, 2, 3, 255]);
    expect(Array.from(data.subarray(4 * 64 * 32, 4 * 64 * 32 + 4))).toEqual([255, 255, 255, 255]);
  });

  it("gives the same bytes everywhere", () => {
    // Goldens: made by this code on Linux x64, Node 20, November 2026.
    const hashes = Object.fromEntries(
      pieceSetNames.map((pieces, index) => [
        pieces,
        hashOf(drawChess({ squares: start }, { pieces, theme: chessThemeNames[index]!, coordinates: index % 2 === 1 })),
      ]),
    );
    expect(hashes).toEqual({
      classic: "963e27cb88af34a7",
      flat: "0df3868c3e12f064",
      outline: "75c253e5e6d3436e",
      letters: "d5f27bf5d74abf90",
      geometric: "ba12518a68ebedde",
      pixel: "3a3bbedbc449eb2f",
    });
  });

  it("has at least five sets and five themes, and draws for every piece", () => {
    expect(pieceSetNames.length).toBeGreaterThanOrEqual(5);
    expect(chessThemeNames.length).toBeGreaterThanOrEqual(5);
    for (const name of pieceSetNames) {
      for (const side of ["white", "black"] as const) {
        for (const drawing of Object.values(pieceSets[name][side])) expect(drawing.length).toBeGreaterThan(0);
      }
    }
  });

  it("says what it cannot draw", () => {
    expect(() => drawChess({ squares: start }, { theme: "neon" as "rose" })).toThrow(
      'render.drawChess: there is no theme "neon"; expected one of walnut, tournament, ocean, newspaper, midnight, rose, or a ChessTheme object.',
    );
    expect(() => drawChess({ squares: start }, { pieces: "toString" as "flat" })).toThrow(
      'render.drawChess: there is no set of pieces "toString"; expected one of classic, flat, outline, letters, geometric, pixel, or a PieceSet object.',
    );
    expect(() => drawChess({ squares: start }, { orientation: "red" as "white" })).toThrow(
      'render.drawChess: the orientation is "red"; expected "white" or "black". Name the side at the bottom.',
    );
    expect(() => drawChess({ squares: start }, { size: 63 })).toThrow(
      "render.drawChess: a picture of 63 px gives a 8 × 8 board 7 px a cell; expected whole pixels and at least 8 a cell. Ask for a size of 64 or more.",
    );
    expect(() => drawChess({ squares: start }, { legal: [64] })).toThrow(
      "render.drawChess: legal names square 64; expected 0 to 63. Count squares as the game does.",
    );
    expect(() => drawChess({ squares: start.subarray(1) })).toThrow(
      "render.drawChess: the state has 63 squares; expected 64. Give a state of @vlm/games.",
    );
    expect(() => drawChess({ squares: new Uint8Array(64).fill(13) })).toThrow(
      "render.drawChess: square a1 holds piece 13; expected 0 to 12. Give a state of @vlm/games.",
    );
  });
});
