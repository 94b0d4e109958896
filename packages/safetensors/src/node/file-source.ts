import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { SafetensorsError } from "../error.js";
import type { Source } from "../source.js";

/** A file as a source, open until `close()`. */
export async function fileSource(path: string): Promise<Required<Source>> {
  const name = basename(path);
  // To open a named pipe is to wait for its writer.
  if (!(await stat(path)).isFile()) {
    throw new SafetensorsError(
      "not-a-file",
      `safetensors.fileSource: ${name} is a folder, a pipe or a device; expected a file. Put the file there.`,
    );
  }
  const handle = await open(path, "r");
  const { size } = await handle.stat();
  return {
    name,
    size,
    async read(offset: number, into: Uint8Array): Promise<void> {
      let done = 0;
      while (done < into.length) {
        const { bytesRead } = await handle.read(into, done, into.length - done, offset + done);
        if (bytesRead === 0) {
          throw new SafetensorsError(
            "data-truncated",
            `safetensors.fileSource: ${name} ended at byte ${offset + done}; expected ${offset + into.length} bytes, it had ${size} when opened. Do not write a file that is being read.`,
          );
        }
        done += bytesRead;
      }
    },
    close: () => handle.close(),
  };
}
