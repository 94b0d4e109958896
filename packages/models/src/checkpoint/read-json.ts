import type { Folder } from "@vlm/safetensors";

/** Reads a JSON file of a checkpoint folder. */
export async function readJson(folder: Folder, name: string): Promise<unknown> {
  const source = await folder.open(name);
  if (!source) {
    throw new Error(
      `models.load: ${folder.name} has no ${name}; expected a checkpoint folder in Hub layout. Check the path.`,
    );
  }
  const bytes = new Uint8Array(source.size);
  try {
    await source.read(0, bytes);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Error(`models.load: ${folder.name}/${name} is not JSON; expected an object. Download the file again.`, {
      cause,
    });
  } finally {
    await source.close?.();
  }
}
