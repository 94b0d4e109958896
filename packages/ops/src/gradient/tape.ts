import * as tf from "@tensorflow/tfjs-core";

/** What TensorFlow.js writes down of each operator while a gradient is taken. */
export type Tape = ReturnType<typeof tf.engine>["state"]["activeTape"];

/** Whether operators are written down now. */
export function isRecording(): boolean {
  const { gradientDepth, kernelDepth } = tf.engine().state;
  return gradientDepth > 0 && kernelDepth === 0;
}

/**
 * Runs a function on a tape of its own. TensorFlow.js has one for all: a gradient taken within another's backward pass
 * would clear it.
 */
export function onOwnTape<R>(f: (tape: Tape) => R): R {
  const { state } = tf.engine();
  const outer = state.activeTape;
  const own: Tape = [];
  state.activeTape = own;
  try {
    return f(own);
  } finally {
    state.activeTape = outer;
  }
}

/** Whether an operator on the current tape made this tensor. */
export function isRecorded({ id }: tf.Tensor): boolean {
  return tf.engine().state.activeTape.some(({ outputs }) => outputs.some((output) => output.id === id));
}

/** The tensors from outside that y depends on, by the tape that y was computed on. */
export function sourcesOf(y: tf.Tensor, tape: Tape): tf.Tensor[] {
  const made = new Set(tape.flatMap(({ outputs }) => outputs.map(({ id }) => id)));
  const reached = new Map([[y.id, y]]);
  for (const { inputs, outputs } of [...tape].reverse()) {
    if (!outputs.some(({ id }) => reached.has(id))) continue;
    for (const input of Object.values(inputs)) reached.set(input.id, input);
  }
  return [...reached.values()].filter(({ id }) => !made.has(id));
}
