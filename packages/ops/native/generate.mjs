// Writes src/native/kernels.ts, the TypeScript signatures of the kernels in ops.def.
import { readFile, writeFile } from "node:fs/promises";

const TYPES = {
  "const float*": "Float32Array | null",
  "float*": "Float32Array | null",
  "const int32_t*": "Int32Array | null",
  "int32_t*": "Int32Array | null",
  "const uint8_t*": "Uint8Array | null",
  "uint8_t*": "Uint8Array | null",
  "const uint16_t*": "Uint16Array | null",
  "uint16_t*": "Uint16Array | null",
  int64_t: "number",
  float: "number",
  double: "number",
  bool: "boolean",
  void: "void",
};

function typeOf(name) {
  const type = TYPES[name.trim()];
  if (!type)
    throw new Error(`ops.generate: ops.def has the type "${name}"; expected one of ${Object.keys(TYPES).join(", ")}.`);
  return type;
}

/** @param definitions the text of ops.def */
export function signatures(definitions) {
  const methods = [...definitions.matchAll(/^VLM_KERNEL\(([a-z0-9-]+), (\w+), (\w+), \((.*)\)\)$/gm)].map(
    ([, , name, result, list]) => {
      const parameters = list.split(", ").map((parameter) => {
        const [, type, label] = /^(.*?)(\w+)$/.exec(parameter);
        return `${label}: ${typeOf(type)}`;
      });
      return `  ${name}(${parameters.join(", ")}): ${typeOf(result)};\n`;
    },
  );
  return `// Written from ops.def by native/generate.mjs; the contract of each kernel stands at its definition in src/<folder>.
// biome-ignore-all format: as generated

/** The native kernels. They check nothing: array sizes are the caller's business. */
export interface Kernels {
${methods.join("")}}
`;
}

if (process.argv[1] === import.meta.filename) {
  const folder = new URL("../", import.meta.url);
  const text = signatures(await readFile(new URL("ops.def", folder), "utf8"));
  const target = new URL("src/native/kernels.ts", folder);
  const present = await readFile(target, "utf8").catch(() => "");
  if (present !== text) await writeFile(target, text);
}
