export type { Batch, NdArray } from "./batch.js";
export type { Draw, Game, Position, Random } from "./game.js";
export type { Image } from "./image.js";
export type { Conversation, Message, Part, Role, ToolCall } from "./message.js";
export type { Adapter, Linear, Model, ModelPart, Parameter, Tensor } from "./model.js";
export type { Sample } from "./sample.js";
export type { Transition, World } from "./world.js";
