import { CommanderError } from "commander";
import type { CommandEntry, Context } from "./command.js";
import { nearest } from "./config/nearest.js";
import { UsageError } from "./config/usage-error.js";
import { program } from "./program.js";

/**
 * Runs one command line and returns its exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
 *
 * `argv` is without the program's name. Errors go to `context.progress`, results to `context.print`.
 */
export async function vlm(
  argv: readonly string[],
  entries: readonly CommandEntry[],
  context: Context,
): Promise<number> {
  const complain = (message: string): unknown => context.progress.write(`${message}\n`);
  const word = argv[0] === "help" ? argv[1] : argv[0];
  const asked = entries.find((entry) => entry.name === word);
  const root = program(entries, asked ? { name: asked.name, command: await asked.load() } : null, context);
  for (const each of [root, ...root.commands])
    each.configureOutput({ writeOut: (text) => context.print(text.trimEnd()), writeErr: () => {} });
  if (argv.length === 0) {
    context.print(root.helpInformation().trimEnd());
    return 2;
  }
  try {
    await root.parseAsync(argv.map(underscored), { from: "user" });
    return 0;
  } catch (error) {
    if (context.signal.aborted && error === context.signal.reason) {
      complain("vlm: interrupted.");
      return 130;
    }
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (error instanceof CommanderError || error instanceof UsageError) {
      complain(error instanceof UsageError ? error.message : usageMessage(error, argv, root));
      return 2;
    }
    complain(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

/** `--learning-rate=1` is `--learning_rate=1`. */
function underscored(argument: string): string {
  return argument.replace(/^--[a-z][a-z0-9_-]*/i, (name) => `--${name.slice(2).replaceAll("-", "_")}`);
}

/** Commander's complaint in the house's form. */
function usageMessage(error: CommanderError, argv: readonly string[], root: ReturnType<typeof program>): string {
  const [, word = ""] = /'([^']+)'/.exec(error.message) ?? [];
  const names = root.commands.map((command) => command.name());
  if (error.code === "commander.unknownCommand")
    return `vlm: unknown command ${word}, the nearest is ${nearest(word, names)}; expected one of ${names.join(", ")}. Correct it.`;
  const sub = root.commands.find((command) => command.name() === argv[0]);
  if (error.code === "commander.unknownOption" && sub) {
    const options = sub.options.flatMap((option) => option.long?.slice(2) ?? []);
    const option = word.replace(/^-+/, "");
    return `vlm ${sub.name()}: unknown option ${option} in the command line, the nearest is ${nearest(option, options)}; expected some of ${options.join(", ")}. Correct or remove it.`;
  }
  const what = error.message.replace(/^error: /, "").replace(/\.$/, "");
  return `vlm${sub ? ` ${sub.name()}` : ""}: ${what}; expected options of the form --name value. See vlm${sub ? ` ${sub.name()}` : ""} --help.`;
}
