/** By transformers' names: whether a layer's tokens see those within a window, or all before them. */
export type LayerType = "sliding_attention" | "full_attention";
