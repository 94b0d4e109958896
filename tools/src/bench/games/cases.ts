import type { Case } from "../case.js";
import { perft } from "./perft.js";
import { pictures } from "./picture.js";
import { playouts } from "./playout.js";
import { searches } from "./search.js";
import { selfPlay } from "./self-play.js";

export const cases: readonly Case[] = [...searches, ...playouts, perft, ...pictures, selfPlay];
