import type { HttpProgress } from "@vlm/safetensors";
import { element } from "./element.js";

/** The loading bar: megabytes of all files asked for so far, and how long the rest will take. */
export class Loading {
  readonly #files = new Map<string, HttpProgress>();
  readonly #began: number = performance.now();

  show(progress: HttpProgress): void {
    this.#files.set(progress.file, progress);
    let received = 0;
    let size = 0;
    for (const file of this.#files.values()) {
      received += Math.min(file.received, file.size ?? file.received);
      size += file.size ?? file.received;
    }
    const seconds = (performance.now() - this.#began) / 1000;
    const left = (seconds * (size - received)) / received;
    element("bar", HTMLProgressElement).value = received / size;
    this.say(`${megabytes(received)} of ${megabytes(size)} MB, ${Math.ceil(left)} s left`);
  }

  say(text: string): void {
    element("loaded", HTMLOutputElement).value = text;
  }

  done(): void {
    element("loading", HTMLElement).hidden = true;
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
