import type { NativeKernel } from "../native/kernel.js";

export const nativeGeglu: NativeKernel = {
  name: "Geglu",
  run({ inputs, attrs, backend }) {
    const [gate, up] = [backend.floats(inputs.gate!), backend.floats(inputs.up!)];
    const y = backend.output(inputs.gate!.shape);
    backend.kernels.geglu(gate, up, y.values, y.values.length, attrs.approximate === "none");
    return y.info;
  },
};

/** → dGate, dUp */
export const nativeGegluBackward: NativeKernel = {
  name: "GegluBackward",
  run({ inputs, attrs, backend }) {
    const [dy, gate, up] = [backend.floats(inputs.dy!), backend.floats(inputs.gate!), backend.floats(inputs.up!)];
    const [dGate, dUp] = [backend.output(inputs.gate!.shape), backend.output(inputs.up!.shape)];
    const exact = attrs.approximate === "none";
    backend.kernels.gegluBackward(dy, gate, up, dGate.values, dUp.values, gate.length, exact);
    return [dGate.info, dUp.info];
  },
};
