/** How a question shows the board: as a picture, or in words. */
export type Shown = "picture" | "text";
