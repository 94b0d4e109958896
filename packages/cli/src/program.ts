import { Command as Program } from "commander";
import { stringify } from "yaml";
import { z } from "zod";
import type { Command, CommandEntry, Context } from "./command.js";
import { readConfig } from "./config/read-config.js";
import { readFlag, resolve } from "./config/resolve.js";

/** A command that was asked for, and has been imported. */
export interface Loaded {
  readonly name: string;
  readonly command: Command;
}

/** The command line of `vlm`: a subcommand for each entry; the one that is loaded has an option for each name of its schema. */
export function program(entries: readonly CommandEntry[], loaded: Loaded | null, context: Context): Program {
  const vlm = new Program("vlm")
    .description("Teach vision-language models to play games.")
    .configureHelp({ showGlobalOptions: false })
    .addHelpText("after", "\nEvery option can stand in the YAML file; - and _ are the same in names.")
    .exitOverride();
  for (const { name, description } of entries) {
    const sub = vlm.command(name).description(description).allowExcessArguments(false);
    if (loaded?.name === name) addOptions(sub, loaded, context);
  }
  return vlm;
}

function addOptions(sub: Program, { name: commandName, command }: Loaded, context: Context): void {
  const { properties = {}, required = [] } = z.toJSONSchema(command.schema, { io: "input", unrepresentable: "any" });
  const names = Object.keys(properties);
  if (names.length > 0)
    sub
      .option("--config <file>", "YAML file with any of the options below")
      .option("--dry_run", "print the resolved options and stop");
  for (const [name, property] of Object.entries(properties)) {
    const { description = "", default: otherwise, enum: choices } = typeof property === "object" ? property : {};
    const notes = [
      ...(choices ? [choices.join(" | ")] : []),
      ...(required.includes(name) ? ["required"] : [`default: ${JSON.stringify(otherwise) ?? "none"}`]),
    ];
    const value = typeof otherwise === "boolean" ? "[value]" : "<value>";
    sub.option(`--${name} ${value}`, `${description} (${notes.join("; ")})`.trim());
  }
  sub.action(async (given: Readonly<Record<string, string | boolean>>) => {
    const { config: path, dry_run: dryRun, ...flags } = given;
    const options = Object.fromEntries(
      Object.entries(flags).map(([name, value]) => [name, typeof value === "string" ? readFlag(value) : value]),
    );
    const config = resolve(command.schema, commandName, [
      ...(typeof path === "string" ? [{ name: path, options: readConfig(path, commandName) }] : []),
      { name: "the command line", options },
    ]);
    if (dryRun) context.print(stringify(config).trimEnd());
    else await command.run(config, context);
  });
}
