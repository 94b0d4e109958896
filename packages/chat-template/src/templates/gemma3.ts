/**
 * The conversation format of Gemma 3, for checkpoints without a template of their own: the system's text opens the first
 * turn, texts are trimmed. It renders what transformers 5.18 renders with the model's template, but refuses what that
 * template leaves out without a word: tools, tool calls, a system message without a turn or of several parts.
 */
export const gemma3Template: string = String.raw`{%- macro show(content) -%}
  {%- if content is string -%}
    {{- content | trim -}}
  {%- else -%}
    {%- for part in content -%}
      {%- if part.type == 'image' -%}{{- '<start_of_image>' -}}{%- else -%}{{- part.text | trim -}}{%- endif -%}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro -%}
{%- if tools -%}{{- raise_exception('the format of Gemma 3 has no tools') -}}{%- endif -%}
{%- set opening = namespace(text='') -%}
{%- set turns = messages -%}
{%- if messages[0].role == 'system' -%}
  {%- set turns = messages[1:] -%}
  {%- if messages[0].content is string -%}
    {%- set opening.text = messages[0].content ~ '\n\n' -%}
  {%- elif messages[0].content | length == 1 and messages[0].content[0].type == 'text' -%}
    {%- set opening.text = messages[0].content[0].text ~ '\n\n' -%}
  {%- else -%}
    {{- raise_exception('message 0 is from system and not one text') -}}
  {%- endif -%}
{%- endif -%}
{%- if not turns -%}{{- raise_exception('there is no turn of the user') -}}{%- endif -%}
{{- '<bos>' -}}
{%- for message in turns -%}
  {%- if message.role != ('user' if loop.index0 % 2 == 0 else 'assistant') -%}
    {{- raise_exception('message ' ~ (loop.index0 + (messages | length) - (turns | length)) ~ ' is from ' ~ message.role ~ '; user and assistant must alternate, the user first') -}}
  {%- endif -%}
  {%- if message.tool_calls -%}{{- raise_exception('the format of Gemma 3 has no tool calls') -}}{%- endif -%}
  {{- '<start_of_turn>' ~ ('user' if message.role == 'user' else 'model') ~ '\n' -}}
  {%- if loop.first -%}{{- opening.text -}}{%- endif -%}
  {{- show(message.content) ~ '<end_of_turn>\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<start_of_turn>model\n' -}}{%- endif -%}
`;
