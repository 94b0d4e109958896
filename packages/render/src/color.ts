/** Red, green, blue, 0 to 255 each. */
export type Color = readonly [red: number, green: number, blue: number];

/** `"#1d4ed8"` as a color. Throws on anything that is not `#` and six hexadecimal digits. */
export function color(hex: string): Color {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) {
    throw new Error(
      `render.color: ${JSON.stringify(hex)} is not a color; expected "#rrggbb". Write each channel as two hexadecimal digits.`,
    );
  }
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
