import type { Conversation } from "@vlm/types";
import { GuardedTemplate } from "./guarded-template.js";
import type { Render } from "./render.js";
import { ShapeRenderer } from "./template-shapes.js";

/**
 * Compiles a Jinja chat template. `variables` are what the tokenizer adds: `bos_token`, `eos_token`. A template that
 * provably only writes content out is run once for conversations that differ in nothing but their texts.
 */
export function compileTemplate(template: string, variables: Readonly<Record<string, string>>): Render {
  let compiled: GuardedTemplate;
  try {
    compiled = new GuardedTemplate(template);
  } catch (cause) {
    throw new Error(
      `chat-template.createChat: template does not parse: ${messageOf(cause)}; expected Jinja. Pass the text of chat_template.jinja.`,
      { cause },
    );
  }
  const run: Render = (conversation, { addGenerationPrompt = false, addVisionId = false }) =>
    compiled.render({
      ...variables,
      messages: conversation.messages.map(asTemplateMessage),
      // The library takes long to find that a name is not there.
      tools: conversation.tools,
      add_generation_prompt: addGenerationPrompt,
      add_vision_id: addVisionId,
    });
  const shapes = ShapeRenderer.of(run, template, Object.values(variables));
  return (conversation, options) => {
    checkRoles(conversation);
    try {
      return shapes?.render(conversation, options) ?? run(conversation, options);
    } catch (cause) {
      throw new Error(
        `chat-template.render: conversation ${JSON.stringify(conversation.id)} does not fit the template: ${messageOf(cause)}; ` +
          "expected roles and content as the template takes them. Change the messages.",
        { cause },
      );
    }
  };
}

const ROLES: readonly string[] = ["system", "user", "assistant", "tool"];

/** Templates write the role into the text as it is, so nothing else may stand there. */
function checkRoles({ id, messages }: Conversation): void {
  messages.forEach(({ role }, index) => {
    if (ROLES.includes(role)) return;
    throw new Error(
      `chat-template.render: message ${index} of conversation ${JSON.stringify(id)} has the role ${JSON.stringify(role)}; ` +
        `expected one of ${ROLES.join(", ")}. Change the role.`,
    );
  });
}

function asTemplateMessage(message: Conversation["messages"][number]): Record<string, unknown> {
  const { role, content, tool_calls } = message;
  return {
    role,
    content: typeof content === "string" ? content : content.map(asTemplatePart),
    ...(tool_calls && { tool_calls }),
  };
}

/** Pixels stay outside: a template writes placeholders. */
function asTemplatePart(part: Exclude<Conversation["messages"][number]["content"], string>[number]): object {
  return part.type === "text" ? part : { type: "image" };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
