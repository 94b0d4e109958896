import { type FileHandle, open } from "node:fs/promises";

const bufferedCharacters = 1 << 20;

/** A JSON file being written, one value after another; holds about a megabyte. */
export class JsonFile {
  readonly #handle: FileHandle;
  readonly #layout: "lines" | "array";
  #text = "";
  #rows = 0;

  private constructor(handle: FileHandle, layout: "lines" | "array") {
    this.#handle = handle;
    this.#layout = layout;
  }

  /** Creates the file, which must not exist. */
  static async create(path: string, layout: "lines" | "array"): Promise<JsonFile> {
    return new JsonFile(await open(path, "wx"), layout);
  }

  get rows(): number {
    return this.#rows;
  }

  /** One value a line in both layouts: a file that people can look into. */
  async add(row: object): Promise<void> {
    const before = this.#layout === "lines" ? "" : this.#rows === 0 ? "[\n" : ",\n";
    this.#text += `${before}${JSON.stringify(row)}${this.#layout === "lines" ? "\n" : ""}`;
    this.#rows++;
    if (this.#text.length >= bufferedCharacters) await this.#flush();
  }

  /** Ends the text, makes the file durable and closes it. */
  async finish(): Promise<void> {
    if (this.#layout === "array") this.#text += this.#rows === 0 ? "[]\n" : "\n]\n";
    await this.#flush();
    await this.#handle.sync();
    await this.#handle.close();
  }

  /** Closes the file unfinished. */
  async abandon(): Promise<void> {
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    await this.#handle.appendFile(this.#text);
    this.#text = "";
  }
}
