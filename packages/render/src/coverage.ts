/** How much of each pixel of a rectangle a shape covers. */
export interface Coverage {
  readonly width: number;
  readonly height: number;
  /** [height, width], 0 to 255. */
  readonly data: Uint8Array;
}
