import type { Canvas } from "./canvas.js";
import { stamp } from "./canvas.js";
import type { Color } from "./color.js";
import { type Drawing, drawingSprite } from "./shape/drawing.js";
import { ellipse } from "./shape/outline.js";

/** Strokes of the project's own letters on a square of 100 × 100. */
export const glyphs: Readonly<Record<string, string>> = {
  0: ellipse(50, 50, 22, 36),
  1: "M34 30 L52 14 V86 M34 86 H70",
  2: "M28 34 C28 8 72 8 72 34 C72 50 28 70 28 86 H73",
  3: "M29 24 C38 8 70 10 70 31 C70 46 58 49 47 49 C60 49 73 54 73 67 C73 90 36 91 27 74",
  4: "M60 86 V14 L25 64 H76",
  5: "M68 14 H36 L32 46 C48 36 73 42 73 63 C73 90 36 92 27 76",
  6: "M66 18 C40 14 27 40 27 62 C27 94 73 94 73 62 C73 34 34 36 28 58",
  7: "M27 14 H73 C56 36 46 60 44 86",
  8: `${ellipse(50, 31, 18, 17)} ${ellipse(50, 67, 22, 19)}`,
  9: "M34 82 C60 86 73 60 73 38 C73 6 27 6 27 38 C27 66 66 64 72 42",
  a: `${ellipse(48, 64, 20, 22)} M70 42 V86`,
  b: `M30 14 V86 ${ellipse(52, 64, 22, 22)}`,
  c: "M70 50 C58 36 28 38 28 64 C28 90 58 92 70 78",
  d: `M70 14 V86 ${ellipse(48, 64, 22, 22)}`,
  e: "M29 63 H71 C71 34 28 34 28 64 C28 90 58 92 69 77",
  f: "M68 18 C56 10 46 16 46 32 V86 M30 42 H66",
  g: `${ellipse(48, 60, 21, 20)} M70 40 V78 C70 100 40 102 31 90`,
  h: "M30 14 V86 M30 62 C30 38 70 36 70 60 V86",
  B: "M31 14 V86 H52 C78 86 78 48 52 48 H31 M52 48 C74 48 74 14 50 14 H31",
  K: "M32 14 V86 M70 14 L32 56 M44 44 L72 86",
  N: "M30 86 V14 L70 86 V14",
  P: "M32 86 V14 H52 C78 14 78 54 52 54 H32",
  Q: `${ellipse(50, 50, 25, 36)} M56 68 L74 88`,
  R: "M31 86 V14 H50 C76 14 76 52 50 52 H31 M50 52 L72 86",
};

const drawings = new WeakMap<Color, Map<string, Drawing>>();

/** Writes a word around a point, in letters so many pixels high and two thirds as wide. */
export function write(canvas: Canvas, text: string, x: number, y: number, height: number, color: Color): void {
  const advance = Math.round((height * 2) / 3);
  let left = Math.round(x - (advance * (text.length - 1)) / 2 - height / 2);
  for (const letter of text) {
    stamp(canvas, drawingSprite(glyph(letter, color), height), left, Math.round(y - height / 2));
    left += advance;
  }
}

function glyph(letter: string, color: Color): Drawing {
  let inColor = drawings.get(color);
  if (!inColor) {
    inColor = new Map();
    drawings.set(color, inColor);
  }
  let drawing = inColor.get(letter);
  if (!drawing) {
    drawing = [{ path: glyphs[letter]!, color, stroke: 12 }];
    inColor.set(letter, drawing);
  }
  return drawing;
}
