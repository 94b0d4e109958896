import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "./package.js";
import type { Room } from "./rooms.js";

/** Where the table stands, relative to the workspace. */
export const tablePath = "docs/architecture.md";
const begin = "<!-- rooms: made from tools/src/structure/rooms.ts -->";
const end = "<!-- /rooms -->";
const remedy = "node tools/dist/structure/main.js --write";

function allowed({ mayImport, asTypes = [] }: Room): string {
  if (mayImport === "everything") return "everything";
  const names = mayImport.map((name) => `\`${name}\`${asTypes.includes(name) ? " (types only)" : ""}`);
  return names.join(", ") || "–";
}

/** The table of rooms as Markdown. */
export function renderTable(rooms: readonly Room[]): string {
  const rows = rooms.map(
    (room) => `| \`${room.name}\` | ${room.does} | ${allowed(room)} | ${room.browser ? "yes" : "no"} |`,
  );
  return ["| package | what it does | may import | in a browser |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** The document with its table made anew; null when it lacks the two marks between which the table belongs. */
export function replaceTable(document: string, rooms: readonly Room[]): string | null {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) return null;
  return `${document.slice(0, from)}${begin}\n${renderTable(rooms)}\n${document.slice(to)}`;
}

/** Rule 4 on the rooms themselves: folders, data and documentation name the same packages. */
export function checkTable({ root, packages }: Workspace, rooms: readonly Room[]): string[] {
  const found: string[] = [];
  for (const { name, folder } of packages.filter((home) => !rooms.some((room) => room.name === home.name))) {
    found.push(`${folder} is in no row; expected a room "${name}" in tools/src/structure/rooms.ts. Add it.`);
  }
  for (const { name } of rooms.filter((room) => !packages.some((home) => home.name === room.name))) {
    found.push(`room "${name}" has no package; expected packages/${name}. Add the package, or remove the row.`);
  }
  const path = join(root, tablePath);
  const document = existsSync(path) ? readFileSync(path, "utf8") : "";
  const wanted = replaceTable(document, rooms);
  if (wanted === null) {
    found.push(`${tablePath} has no table of rooms; expected it between "${begin}" and "${end}". Add both lines.`);
  } else if (wanted !== document) {
    found.push(`${tablePath} differs from tools/src/structure/rooms.ts; expected the same table. Run "${remedy}".`);
  }
  return found.map((line) => `structure.table: ${line}`);
}
