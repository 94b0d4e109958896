import type { NativeKernel } from "../native/kernel.js";

export const nativeSwiglu: NativeKernel = {
  name: "Swiglu",
  run({ inputs, backend }) {
    const [gate, up] = [backend.floats(inputs.gate!), backend.floats(inputs.up!)];
    const y = backend.output(inputs.gate!.shape);
    backend.kernels.swiglu(gate, up, y.values, y.values.length);
    return y.info;
  },
};

/** → dGate, dUp */
export const nativeSwigluBackward: NativeKernel = {
  name: "SwigluBackward",
  run({ inputs, backend }) {
    const [dy, gate, up] = [backend.floats(inputs.dy!), backend.floats(inputs.gate!), backend.floats(inputs.up!)];
    const [dGate, dUp] = [backend.output(inputs.gate!.shape), backend.output(inputs.up!.shape)];
    backend.kernels.swigluBackward(dy, gate, up, dGate.values, dUp.values, gate.length);
    return [dGate.info, dUp.info];
  },
};
