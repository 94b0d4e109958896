import { SafetensorsError } from "./error.js";

const LFS = "version https://git-lfs.github.com/spec/";

/** The error for a file that is known not to be safetensors, by its first bytes; null for any other file. */
export function foreignFormat(name: string, start: Uint8Array): SafetensorsError | null {
  const text = String.fromCharCode(...start.subarray(0, LFS.length));
  if (text === LFS) {
    return new SafetensorsError(
      "git-lfs-pointer",
      `safetensors.readHeader: ${name} is a Git LFS pointer; expected the weights themselves. Run "git lfs pull" in its folder.`,
    );
  }
  const pickle = start[0] === 0x80 && start[1]! >= 2 && start[1]! <= 5;
  if (pickle || text.startsWith("PK\u0003\u0004")) return pickleError(name);
  return null;
}

/** Pickle runs code when it is loaded, so it is never read here. */
export function pickleError(name: string): SafetensorsError {
  return new SafetensorsError(
    "pickle",
    `safetensors.readHeader: ${name} is a PyTorch pickle, which can run code; expected safetensors. ` +
      "Convert it where you trust it: model.save_pretrained(folder, safe_serialization=True).",
  );
}
