import { readFileSync } from "node:fs";
import type { AssistantMessage, ChatRequest, Message, ToolCall, ToolResult, ToolSpec } from "../chat.ts";

/** The same request for a model without native tool calls: tools, calls and results as text. */
export function toTextRequest(request: ChatRequest): ChatRequest {
  const { system, tools, messages } = request;
  return {
    ...request,
    system: tools.length === 0 ? system : `${system}\n\n${renderTools(tools)}`.trim(),
    messages: messages.map(toText),
    tools: [],
  };
}

let instructions: string | undefined;

function renderTools(tools: readonly ToolSpec[]): string {
  instructions ??= readFileSync(new URL("./prompts/text-tools.md", import.meta.url), "utf8");
  const described = tools.map(
    ({ name, description, parameters }) => `## ${name}\n${description}\n${JSON.stringify(parameters)}`,
  );
  return instructions.replace("{{tools}}", () => described.join("\n\n")).trim();
}

function toText(message: Message): Message {
  switch (message.role) {
    case "user":
      return message;
    case "assistant":
      return assistantToText(message);
    case "tool":
      return { role: "user", text: message.results.map(renderResult).join("\n\n") };
  }
}

function assistantToText({ text, thinking, toolCalls }: AssistantMessage): Message {
  const parts = [text.trimEnd(), ...toolCalls.map(renderCall)].filter((part) => part !== "");
  return { role: "assistant", text: parts.join("\n\n"), thinking, toolCalls: [] };
}

function renderCall({ name, arguments: given, argumentsError }: ToolCall): string {
  const entries =
    argumentsError === undefined && typeof given === "object" && given !== null ? Object.entries(given) : [];
  const args = entries.map(([key, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text.includes("\n") ? `<arg name="${key}">\n${text}\n</arg>` : `<arg name="${key}">${text}</arg>`;
  });
  return [`<tool name="${name}">`, ...args, "</tool>"].join("\n");
}

function renderResult({ name, text, isError }: ToolResult): string {
  // A result can't end itself early and continue as if the user spoke.
  const inert = text.replaceAll(/<\/(?=tool_result)/gi, "< /");
  return `<tool_result name="${name}"${isError ? ' error="true"' : ""}>\n${inert}\n</tool_result>`;
}
