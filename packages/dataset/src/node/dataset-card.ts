import { type Feature, type Features, kindOf, type StructFeature } from "../features.js";

/** What a person should know of the dataset; everything has a default. */
export interface DatasetInfo {
  readonly title?: string;
  /** Markdown. */
  readonly description?: string;
  /** SPDX identifier in lower case, as the Hub writes it: `"mit"`. */
  readonly license?: string;
  readonly tags?: readonly string[];
}

export interface SplitSize {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
}

/** README.md with the front matter from which the Hub and 🤗 datasets take features and splits. */
export function datasetCard(features: Features, splits: readonly SplitSize[], info: DatasetInfo): string {
  const { title = "Dataset", description = "Written by @vlm/dataset.", license, tags = [] } = info;
  const front = [
    ...(license === undefined ? [] : [`license: ${scalar(license)}`]),
    ...(tags.length === 0 ? [] : ["tags:", ...tags.map((tag) => `- ${scalar(tag)}`)]),
    "dataset_info:",
    "  features:",
    ...indent(fieldLines(features)),
    "  splits:",
    ...splits.flatMap(({ name, rows }) => [`  - name: ${scalar(name)}`, `    num_examples: ${rows}`]),
    `  download_size: ${splits.reduce((sum, { bytes }) => sum + bytes, 0)}`,
    "configs:",
    "- config_name: default",
    "  data_files:",
    ...splits.flatMap(({ name }) => [`  - split: ${scalar(name)}`, `    path: data/${name}-*`]),
  ];
  const table = splits.map(({ name, rows }) => `| ${name} | ${rows} |`);
  return `---\n${front.join("\n")}\n---\n\n# ${title}\n\n${description}\n\n| split | rows |\n| --- | --- |\n${table.join("\n")}\n`;
}

function fieldLines(fields: StructFeature): string[] {
  return Object.entries(fields).flatMap(([name, feature]) => {
    const [first, ...rest] = featureLines(feature, "dtype");
    return [`- name: ${scalar(name)}`, ...indent([first!, ...rest])];
  });
}

/** 🤗's shorthand: a list of scalars is `list: int32`, a list of structs `list:` and their fields. */
function featureLines(feature: Feature, label: "dtype" | "list"): string[] {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      if (kind.labels === undefined) return [`${label}: ${kind.dtype}`];
      return [`${label}:`, "  class_label:", "    names:", ...kind.labels.map(classLine)];
    case "image":
      return [`${label}: image`];
    case "list":
      return label === "list" ? ["list:", ...indent(featureLines(kind.item, "list"))] : featureLines(kind.item, "list");
    case "struct":
      return [label === "list" ? "list:" : "struct:", ...fieldLines(kind.fields)];
    default:
      return kind satisfies never;
  }
}

function classLine(name: string, number: number): string {
  return `      '${number}': ${scalar(name)}`;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** A YAML scalar; in double quotes, as JSON writes them, wherever plain text could be read as something else. */
function scalar(text: string): string {
  const isWord = /^[A-Za-z][\w-]*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return isWord ? text : JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
