import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";

export type PageBackend = "wasm" | "webgl";

/** Starts a backend; false where this browser cannot. Its own files lie beside the page. */
export async function startBackend(name: PageBackend): Promise<boolean> {
  // With the gradients and the kernels that TensorFlow.js leaves out.
  await useBackend("wasm", { wasmPath: new URL("./wasm/", document.baseURI).href });
  if (name === "wasm") return true;
  await import("@tensorflow/tfjs-backend-webgl");
  // One shader for all lengths: an answer grows by a token a step, and each would have new ones compiled.
  tf.env().set("WEBGL_USE_SHAPES_UNIFORMS", true);
  try {
    if (!(await tf.setBackend("webgl"))) throw new Error("no WebGL");
    await tf.ready();
    return true;
  } catch {
    await tf.setBackend("wasm");
    return false;
  }
}
