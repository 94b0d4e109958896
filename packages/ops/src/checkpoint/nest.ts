import * as tf from "@tensorflow/tfjs-core";

/** The tensors in a value made of plain objects and arrays, in the order of their keys; not variables, which last. */
export function tensorsIn(nest: unknown): tf.Tensor[] {
  const found: tf.Tensor[] = [];
  replaceTensors(nest, (tensor) => {
    found.push(tensor);
    return tensor;
  });
  return found;
}

/** The same value with other tensors; what holds none is not copied. */
export function replaceTensors<N>(nest: N, replace: (tensor: tf.Tensor) => tf.Tensor): N {
  return replaced(nest, replace) as N;
}

function replaced(nest: unknown, replace: (tensor: tf.Tensor) => tf.Tensor): unknown {
  if (nest instanceof tf.Tensor) return nest instanceof tf.Variable ? nest : replace(nest);
  if (Array.isArray(nest)) {
    const items = nest.map((item) => replaced(item, replace));
    return items.some((item, i) => item !== nest[i]) ? items : nest;
  }
  if (nest === null || typeof nest !== "object" || Object.getPrototypeOf(nest) !== Object.prototype) return nest;
  const entries = Object.entries(nest).map(([key, value]) => [key, value, replaced(value, replace)] as const);
  if (entries.every(([, before, after]) => before === after)) return nest;
  return Object.fromEntries(entries.map(([key, , after]) => [key, after]));
}
