import type { NativeKernel } from "../native/kernel.js";

/** → the loss and log Σ exp of each row */
export const nativeCrossEntropy: NativeKernel = {
  name: "CrossEntropy",
  run({ inputs, attrs, backend }) {
    const logits = inputs.logits!;
    const [rows, classes] = logits.shape as [number, number];
    const { kernels } = backend;
    const [losses, logSum] = [backend.output([rows]), backend.output([rows])];
    const labels = attrs.labels as Int32Array;
    backend.scratch(2 * rows * kernels.crossEntropyParts(classes), (parts) => {
      kernels.crossEntropy(backend.floats(logits), labels, losses.values, logSum.values, parts, rows, classes);
    });
    return [losses.info, logSum.info];
  },
};

/** → dLogits */
export const nativeCrossEntropyBackward: NativeKernel = {
  name: "CrossEntropyBackward",
  run({ inputs, attrs, backend }) {
    const [logits, logSum] = [backend.floats(inputs.logits!), backend.floats(inputs.logSum!)];
    const [rows, classes] = inputs.logits!.shape as [number, number];
    const labels = attrs.labels as Int32Array;
    const dLogits = backend.output([rows, classes]);
    backend.kernels.crossEntropyBackward(logits, labels, logSum, dLogits.values, rows, classes);
    return dLogits.info;
  },
};
