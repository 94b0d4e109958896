/** Pixels in memory: RGBA, 8 bits a channel, rows from the top, no padding. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** Length `4 × width × height`. */
  readonly data: Uint8ClampedArray;
}
