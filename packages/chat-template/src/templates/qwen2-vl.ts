import { qwenContent } from "./qwen-content.js";

/**
 * The conversation format of Qwen2-VL-Instruct and Qwen2.5-VL-Instruct, for checkpoints without a template of their own:
 * a system prompt is added where there is none. It renders what transformers 5.18 renders with the models' template, but
 * refuses tools and tool calls, which that template leaves out without a word.
 */
export const qwen2VlTemplate: string = String.raw`${qwenContent}
{%- if tools -%}{{- raise_exception('the format of Qwen2-VL and Qwen2.5-VL has no tools') -}}{%- endif -%}
{%- for message in messages -%}
  {%- if message.tool_calls -%}
    {{- raise_exception('message ' ~ loop.index0 ~ ' calls tools, which the format of Qwen2-VL and Qwen2.5-VL does not have') -}}
  {%- endif -%}
  {%- if loop.first and message.role != 'system' -%}
    {{- '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' -}}
  {%- endif -%}
  {{- '<|im_start|>' ~ message.role ~ '\n' ~ show(message.content) ~ '<|im_end|>\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\n' -}}{%- endif -%}
`;
