import type { NativeKernel } from "../native/kernel.js";

export const nativeGelu: NativeKernel = {
  name: "Gelu",
  run({ inputs, attrs, backend }) {
    const x = inputs.x!;
    const y = backend.output(x.shape);
    backend.kernels.gelu(backend.floats(x), y.values, y.values.length, attrs.approximate === "none");
    return y.info;
  },
};

/** → dx */
export const nativeGeluBackward: NativeKernel = {
  name: "GeluBackward",
  run({ inputs, attrs, backend }) {
    const [dy, x] = [backend.floats(inputs.dy!), backend.floats(inputs.x!)];
    const dx = backend.output(inputs.x!.shape);
    backend.kernels.geluBackward(dy, x, dx.values, x.length, attrs.approximate === "none");
    return dx.info;
  },
};
