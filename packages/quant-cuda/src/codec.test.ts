import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dynamicMap } from "./dynamic-map.js";
import { dequantizeEightBit, quantizeEightBit } from "./eight-bit.js";
import { byteSize, dequantizeFourBit, type FourBitOptions, quantizeFourBit } from "./four-bit.js";
import { CODEBOOKS } from "./four-bit-type.js";
import { middlesOf } from "./search.js";

/** Where all of a block is below 2^-127, the inverse of its scale is infinite, and bitsandbytes' codes say nothing: none such. */
const numbers = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 })
  .map((list) => Float32Array.from(list, (value) => (Math.abs(value) < 1e-30 ? 0 : value)));
const options = fc.record({
  type: fc.constantFrom("nf4" as const, "fp4" as const),
  blockSize: fc.constantFrom(32, 64, 128),
  nested: fc.constant(false),
});
const pack = (values: Float32Array, settings: FourBitOptions) => quantizeFourBit(values, [values.length], settings);

describe("4 bits", () => {
  it("have bitsandbytes' codebooks, with limits in the middles", () => {
    const { nf4, fp4 } = CODEBOOKS;
    middlesOf(nf4.values).forEach((middle, i) => {
      expect(Math.abs(middle - nf4.limits[i]!)).toBeLessThan(6e-8);
    });
    expect([nf4.zero, fp4.zero]).toEqual([7, 0]);
    expect([...fp4.order]).toEqual([11, 10, 13, 12, 15, 14, 9, 0, 8, 1, 6, 7, 4, 5, 2, 3]);
  });

  it("change a number by no more than half the widest gap of its block", () => {
    fc.assert(
      fc.property(numbers, options, (values, settings) => {
        const decoded = dequantizeFourBit(pack(values, settings));
        values.forEach((value, i) => {
          const start = i - (i % settings.blockSize);
          const block = values.subarray(start, start + settings.blockSize);
          const largest = block.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
          const gap = settings.type === "nf4" ? 0.3038072 : 1 / 3;
          expect(Math.abs(decoded[i]! - value)).toBeLessThanOrEqual((gap / 2) * largest * 1.000001);
        });
      }),
    );
  });

  it("leave what they decoded as it is", () => {
    fc.assert(
      fc.property(numbers, options, (values, settings) => {
        const once = dequantizeFourBit(pack(values, settings));
        const twice = dequantizeFourBit(pack(once, settings));
        once.forEach((value, i) => {
          expect(Math.abs(twice[i]! - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value));
        });
      }),
    );
  });

  it("give the same codes at any scale that is a power of two", () => {
    fc.assert(
      fc.property(numbers, options, fc.integer({ min: -20, max: 20 }), (values, settings, power) => {
        const scaled = values.map((value) => value * 2 ** power);
        fc.pre(values.every((value) => value === 0 || Math.abs(value) > 1e-20));
        expect(pack(scaled, settings).packed).toEqual(pack(values, settings).packed);
      }),
    );
  });

  it("keep zeros, and pad an odd tail with the code of zero", () => {
    for (const type of ["nf4", "fp4"] as const) {
      const packed = pack(new Float32Array(67), { type });
      expect(dequantizeFourBit(packed)).toEqual(new Float32Array(67));
      expect(packed.packed).toEqual(new Uint8Array(34).fill(type === "nf4" ? 0x77 : 0));
    }
  });

  it("take 4.5 bits a number, nested 4.13", () => {
    const values = Float32Array.from({ length: 1 << 18 }, (_, i) => Math.sin(i));
    const bits = (nested: boolean) => (byteSize(pack(values, { nested })) * 8) / values.length;
    expect(bits(false)).toBeCloseTo(4.5, 2);
    expect(bits(true)).toBeCloseTo(4.127, 1);
  });

  it("decode into memory that is there", () => {
    const values = Float32Array.from({ length: 100 }, (_, i) => Math.sin(i));
    const [four, eight] = [pack(values, {}), quantizeEightBit(values)];
    const into = new Float32Array(100);
    expect(dequantizeFourBit(four, { into })).toBe(into);
    expect(into).toEqual(dequantizeFourBit(four));
    expect(dequantizeEightBit(eight, { into })).toBe(into);
    expect(into).toEqual(dequantizeEightBit(eight));
    const short = new Float32Array(99);
    expect(() => dequantizeFourBit(four, { into: short })).toThrow(
      "quant-cuda.dequantizeFourBit: into has 99 elements; expected 100. Allocate one for each code.",
    );
    expect(() => dequantizeEightBit(eight, { into: short })).toThrow("quant-cuda.dequantizeEightBit: into has 99");
  });

  it("refuse what bitsandbytes does not have, and numbers that are none", () => {
    const values = Float32Array.of(1, 2);
    expect(() => quantizeFourBit(values, [3])).toThrow(
      "quant-cuda.quantizeFourBit: 2 values for the shape [3]; expected 3, and at least one. Pass both from the same tensor.",
    );
    expect(() => pack(values, { type: "int4" as "nf4" })).toThrow(
      'quant-cuda.quantizeFourBit: type is "int4"; expected "nf4" or "fp4". Pass one of these.',
    );
    expect(() => pack(values, { blockSize: 48 })).toThrow(
      "quant-cuda.quantizeFourBit: blockSize is 48; expected a power of two from 32 to 4096. Pass one of these.",
    );
    expect(() => pack(values, { dtype: "float64" as "float32" })).toThrow(
      'quant-cuda.quantizeFourBit: dtype is "float64"; expected float32, float16, bfloat16. Pass one of these.',
    );
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => pack(Float32Array.of(1, wrong), {})).toThrow(
        `quant-cuda.quantize: element 1 is ${wrong}; expected finite numbers, since a block shares one scale. Repair the weights.`,
      );
    }
  });
});

describe("8 bits", () => {
  it("have bitsandbytes' maps", () => {
    const [signed, unsigned] = [dynamicMap(), dynamicMap({ signed: false })];
    expect([signed.length, unsigned.length, signed[127], unsigned[0], signed[255], unsigned[255]]).toEqual([
      256, 256, 0, 0, 1, 1,
    ]);
    expect(signed[0]).toBeCloseTo(-0.99296874, 7);
    expect(signed[128]).toBeCloseTo(5.5e-7, 12);
    expect(unsigned[1]).toBeCloseTo(3.25e-7, 12);
    expect(unsigned[254]).toBeCloseTo(0.9964844, 6);
  });

  it("change a number by no more than half the gap that it lies in", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const packed = quantizeEightBit(values, { blockSize: 64 });
        const decoded = dequantizeEightBit(packed);
        values.forEach((value, i) => {
          const largest = packed.absmax[Math.floor(i / 64)]!;
          const others = packed.map.map((share) => Math.abs(share * largest - value));
          expect(Math.abs(decoded[i]! - value)).toBeLessThanOrEqual(Math.min(...others) * 1.00001 + largest * 1e-7);
        });
      }),
      { numRuns: 30 },
    );
  });
});
