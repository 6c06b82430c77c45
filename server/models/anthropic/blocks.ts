import type { AssistantMessage, ChatEvent, Finish, Thinking } from "../chat.ts";
import { thinkingOf } from "../thinking.ts";
import { ToolCallAssembly } from "../tool-calls.ts";
import type { WireBlock, WireDelta } from "./event.ts";

interface ThinkingDraft {
  readonly index: number;
  text: string;
  signature: string;
  readonly redacted: string | undefined;
}

/** The content blocks of one reply. */
export class Blocks {
  readonly #calls: ToolCallAssembly;
  readonly #toolIndexes = new Set<number>();
  #thinking: ThinkingDraft[] = [];
  #text = "";

  constructor(callId: string) {
    this.#calls = new ToolCallAssembly(callId);
  }

  get text(): string {
    return this.#text;
  }

  get hasCalls(): boolean {
    return !this.#calls.isEmpty;
  }

  clear(): void {
    this.#calls.clear();
    this.#toolIndexes.clear();
    this.#thinking = [];
    this.#text = "";
  }

  start(index: number, block: WireBlock): readonly ChatEvent[] {
    switch (block.type) {
      case "text":
        return this.#addText(block.text ?? "");
      case "thinking":
      case "redacted_thinking":
        return this.#startThinking(index, block);
      case "tool_use":
        this.#toolIndexes.add(index);
        return this.#calls.add({
          index,
          id: block.id ?? undefined,
          name: block.name ?? undefined,
          arguments: hasMembers(block.input) ? block.input : undefined,
        });
      default:
        return [];
    }
  }

  add(index: number, delta: WireDelta): readonly ChatEvent[] {
    switch (delta.type) {
      case "text_delta":
        return this.#addText(delta.text ?? "");
      case "thinking_delta":
        return this.#addThinking(index, delta.thinking ?? "");
      case "signature_delta": {
        const draft = this.#thinking.find((each) => each.index === index);
        if (draft !== undefined) draft.signature += delta.signature ?? "";
        return [];
      }
      case "input_json_delta":
        return this.#toolIndexes.has(index) ? this.#calls.add({ index, arguments: delta.partial_json ?? "" }) : [];
      default:
        return [];
    }
  }

  message(finish: Finish, from: string): AssistantMessage {
    return {
      role: "assistant",
      text: this.#text,
      thinking: this.#thinking.map((draft) => toThinking(draft, from)),
      toolCalls: this.#calls.finish(finish),
    };
  }

  #addText(text: string): readonly ChatEvent[] {
    this.#text += text;
    return text === "" ? [] : [{ type: "text-delta", text }];
  }

  #startThinking(index: number, block: WireBlock): readonly ChatEvent[] {
    const redacted = block.type === "redacted_thinking" ? (block.data ?? "") : undefined;
    this.#thinking.push({ index, text: "", signature: block.signature ?? "", redacted });
    return this.#addThinking(index, block.thinking ?? "");
  }

  #addThinking(index: number, text: string): readonly ChatEvent[] {
    const draft = this.#thinking.find((each) => each.index === index);
    if (draft === undefined || text === "") return [];
    draft.text += text;
    return [{ type: "thinking-delta", text }];
  }
}

function toThinking({ text, signature, redacted }: ThinkingDraft, from: string): Thinking {
  return redacted === undefined
    ? thinkingOf(text, from, { type: "thinking", thinking: text, signature })
    : thinkingOf("", from, { type: "redacted_thinking", data: redacted });
}

/** A streamed call starts with `{}` and its arguments follow as text; some hosts put them here at once. */
function hasMembers(input: unknown): boolean {
  return typeof input === "object" && input !== null && Object.keys(input).length > 0;
}
