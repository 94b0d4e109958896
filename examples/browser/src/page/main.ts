import { httpFolder } from "@vlm/safetensors";
import type { UltimateQuestion, UltimateTask } from "@vlm/tasks";
import { type PageBackend, startBackend } from "./backend.js";
import { Board } from "./board.js";
import { type Checkpoint, openCheckpoint } from "./checkpoint.js";
import { element } from "./element.js";
import { Loading } from "./loading.js";
import { questionAbout } from "./questions.js";
import { talk } from "./talk.js";

const askButton = element("ask", HTMLButtonElement);
const backend = element("backend", HTMLSelectElement);
const tasks = element("tasks", HTMLElement);
let checkpoint: Checkpoint | null = null;
let question: UltimateQuestion | null = null;
let isBusy = false;

const board: Board = new Board(showQuestion);

function showQuestion(): void {
  const task = tasks.querySelector<HTMLInputElement>("input:checked")!.value as UltimateTask;
  question = board.isOver ? null : questionAbout(board.state, task);
  const user = question?.messages.find(({ role }) => role === "user")?.content ?? "The game is over.";
  element("question", HTMLElement).textContent =
    typeof user === "string" ? user : user.map((part) => (part.type === "text" ? part.text : "")).join("");
  // An answer stands beside its own question.
  if (!isBusy) element("talk", HTMLElement).hidden = true;
  showReady();
}

function showReady(): void {
  askButton.disabled = isBusy || !checkpoint || !question;
  backend.disabled = isBusy;
}

/** Loads the checkpoint onto the backend that is chosen; WebAssembly where the browser has no other. */
async function load(): Promise<void> {
  const loading = new Loading();
  checkpoint?.model.dispose();
  checkpoint = null;
  element("loading", HTMLElement).hidden = false;
  if (!(await startBackend(backend.value as PageBackend))) {
    backend.value = "wasm";
    backend.selectedOptions[0]!.textContent = "WebAssembly (no WebGL here)";
  }
  checkpoint = await openCheckpoint(httpFolder("./checkpoint/", { onProgress: (step) => loading.show(step) }));
  loading.done();
}

async function ask(): Promise<void> {
  if (checkpoint && question) await talk(checkpoint, question, board.picture());
}

/** One thing at a time; what goes wrong is said where the bar is. */
async function run(work: () => Promise<void>): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  showReady();
  try {
    await work();
  } catch (error) {
    element("loading", HTMLElement).hidden = false;
    new Loading().say(error instanceof Error ? error.message : String(error));
  } finally {
    isBusy = false;
    showReady();
  }
}

tasks.addEventListener("change", showQuestion);
element("random", HTMLButtonElement).addEventListener("click", () => board.playRandom());
element("undo", HTMLButtonElement).addEventListener("click", () => board.undo());
element("restart", HTMLButtonElement).addEventListener("click", () => board.restart());
askButton.addEventListener("click", () => run(ask));
backend.addEventListener("change", () => run(load));
showQuestion();
void run(load);
