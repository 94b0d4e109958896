import type { Image } from "@vlm/types";

/** In pixels. */
export type ImageSize = Pick<Image, "width" | "height">;

/** Time, height and width in patches. */
export type Grid = readonly [time: number, height: number, width: number];

/** What a picture becomes; its size alone decides. */
export interface ImageLayout {
  /** Tokens that take the place of its placeholder. */
  readonly tokens: number;
  /** Shape of its values; those of several pictures are joined along the first axis. */
  readonly shape: readonly number[];
  /** Its patches, for towers that take pictures of any size. */
  readonly grid?: Grid;
}

/** How a family of models takes pictures. */
export interface ImageFamily {
  /** Side of the blocks of patches that become one token, where pictures have grids: MRoPE counts in blocks. */
  readonly mergeSize?: number;
  layout(size: ImageSize): ImageLayout;
  /** The picture at the size that it will have; itself where it has it. */
  resize(image: Image): Image;
  /** The values of a resized picture. */
  write(resized: Image, into: Float32Array): void;
}
