import { fileURLToPath } from "node:url";
import { serve } from "./serve.js";

const { url } = await serve(fileURLToPath(new URL("../site", import.meta.url)), { port: 8080 });
console.log(`${url}  (Control-C ends)`);
