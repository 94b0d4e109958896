/** Colors of inks, as Pillow mixes them, without a color profile: (255 − black) − ink × (255 − black) / 255, rounded. */
export function rgbaFromCmyk(inks: Uint8ClampedArray): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(inks.length).fill(255);
  for (let pixel = 0; pixel < inks.length; pixel += 4) {
    const light = 255 - inks[pixel + 3]!;
    for (let i = pixel; i < pixel + 3; i++) rgba[i] = light - Math.round((inks[i]! * light) / 255);
  }
  return rgba;
}
