import type { Group } from "../case.js";
import { chat } from "./chat.js";
import { collate } from "./collate.js";
import { decode, imageProcessor } from "./image.js";
import { loader } from "./loader.js";
import { parquet } from "./parquet.js";

/** The data path: from rows in Parquet to a batch. */
export const data: Group = {
  name: "data",
  peer: "data.py",
  cases: [collate(192), collate(448), loader, chat, ...parquet, decode(192), decode(448), imageProcessor],
};
