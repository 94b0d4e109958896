import { Command as Program } from "commander";
import { stringify } from "yaml";
import { z } from "zod";
import type { Command, Context } from "./command.js";
import { readConfig } from "./config/read-config.js";
import { readFlag, resolve } from "./config/resolve.js";

/** The command line of `vlm`: a subcommand per command, an option per name of its schema. */
export function program(commands: readonly Command[], context: Context): Program {
  const vlm = new Program("vlm")
    .description("Teach vision-language models to play games.")
    .configureHelp({ showGlobalOptions: false })
    .addHelpText("after", "\nEvery option can stand in the YAML file; - and _ are the same in names.")
    .exitOverride();
  for (const command of commands) addCommand(vlm, command, context);
  return vlm;
}

function addCommand(vlm: Program, command: Command, context: Context): void {
  const { properties = {}, required = [] } = z.toJSONSchema(command.schema, { io: "input", unrepresentable: "any" });
  const names = Object.keys(properties);
  const sub = vlm.command(command.name).description(command.description).allowExcessArguments(false);
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
    const config = resolve(command.schema, command.name, [
      ...(typeof path === "string" ? [{ name: path, options: readConfig(path, command.name) }] : []),
      { name: "the command line", options },
    ]);
    if (dryRun) context.print(stringify(config).trimEnd());
    else await command.run(config, context);
  });
}
