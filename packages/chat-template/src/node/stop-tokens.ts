type Json = Readonly<Record<string, unknown>>;

/**
 * Ids that end a generated text: `eos_token_id` of `generation_config.json`, else of `config.json` or its `text_config`;
 * null when none of them has one.
 */
export function stopTokensIn(folder: string, generationConfig: Json, config: Json): readonly number[] | null {
  const textConfig = config.text_config;
  const sources: readonly (readonly [file: string, value: unknown])[] = [
    ["generation_config.json", generationConfig.eos_token_id],
    ["config.json", config.eos_token_id],
    [
      "config.json",
      typeof textConfig === "object" && textConfig && "eos_token_id" in textConfig && textConfig.eos_token_id,
    ],
  ];
  const [file, value] = sources.find(([, found]) => found !== undefined && found !== null && found !== false) ?? [];
  if (value === undefined) return null;
  const ids: unknown[] = Array.isArray(value) ? value : [value];
  if (ids.length > 0 && ids.every(isTokenId)) return ids;
  throw new Error(
    `chat-template.loadChat: ${file} of ${folder} has eos_token_id ${JSON.stringify(value)}; ` +
      "expected a token id or a list of them. Correct the file.",
  );
}

function isTokenId(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
