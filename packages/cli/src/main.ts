#!/usr/bin/env node
import { commands } from "./commands.js";
import { vlm } from "./vlm.js";

const interruption = new AbortController();
process.on("SIGINT", () => {
  // The first asks a running command to save and stop; a second does not wait.
  if (interruption.signal.aborted) process.exit(130);
  interruption.abort();
});

process.exitCode = await vlm(process.argv.slice(2), commands, {
  print: (text) => process.stdout.write(`${text}\n`),
  progress: process.stderr,
  signal: interruption.signal,
});
