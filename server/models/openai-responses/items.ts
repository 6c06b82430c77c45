import type { AssistantMessage, ChatEvent, Finish, Thinking } from "../chat.ts";
import { thinkingOf } from "../thinking.ts";
import { ToolCallAssembly } from "../tool-calls.ts";
import type { WireItem } from "./event.ts";
import { reasoningBlock } from "./reasoning.ts";

/** Where an event belongs. Hosts leave out either member. */
export interface Place {
  readonly index: number | undefined;
  readonly id: string | undefined;
}

interface Draft {
  readonly place: Place;
  kind: "message" | "reasoning" | "call" | "other";
  callId: string;
  name: string;
  /** Visible text, reasoning or arguments, by kind. */
  text: string;
  refused: boolean;
  /** As the host sent it last. */
  item: WireItem;
}

/** The output items of one reply, in the order in which they began. */
export class Items {
  readonly #callId: string;
  readonly #drafts: Draft[] = [];

  constructor(callId: string) {
    this.#callId = callId;
  }

  get isEmpty(): boolean {
    return this.#drafts.length === 0;
  }

  get hasCalls(): boolean {
    return this.#drafts.some(({ kind }) => kind === "call");
  }

  get isRefused(): boolean {
    return this.#drafts.some(({ refused }) => refused);
  }

  get text(): string {
    return this.#drafts.map(({ kind, text }) => (kind === "message" ? text : "")).join("");
  }

  start(place: Place, item: WireItem): readonly ChatEvent[] {
    const known = this.#find(place);
    if (known !== undefined && known.place.id === place.id) return [];
    const draft: Draft = {
      place,
      kind: kindOf(item),
      callId: item.call_id || item.id || "",
      name: nameOf(item),
      text: "",
      refused: false,
      item,
    };
    this.#drafts.push(draft);
    return draft.kind === "call" ? [{ type: "tool-call-start", name: draft.name }] : [];
  }

  addText(place: Place, text: string, isRefusal: boolean): readonly ChatEvent[] {
    const draft = this.#at(place, "message");
    draft.refused ||= isRefusal;
    draft.text += text;
    return text === "" ? [] : [{ type: "text-delta", text }];
  }

  addReasoning(place: Place, text: string): readonly ChatEvent[] {
    this.#at(place, "reasoning").text += text;
    return text === "" ? [] : [{ type: "thinking-delta", text }];
  }

  addArguments(place: Place, text: string): void {
    this.#at(place, "call").text += text;
  }

  /** The whole item: it fills in what was not streamed, and its arguments count. */
  finish(place: Place, item: WireItem): readonly ChatEvent[] {
    const started = this.start(place, item);
    const draft = this.#find(place);
    if (draft === undefined) return started;
    draft.item = item;
    draft.callId = item.call_id || draft.callId;
    draft.name = nameOf(item) || draft.name;
    switch (draft.kind) {
      case "message":
        return draft.text === "" ? this.#wholeMessage(place, item) : [];
      case "reasoning":
        return draft.text === "" ? this.addReasoning(place, reasoningText(item)) : [];
      case "call":
        draft.text = argumentsOf(item) || draft.text;
        return started;
      case "other":
        return [];
    }
  }

  message(finish: Finish, from: string): AssistantMessage {
    const calls = new ToolCallAssembly(this.#callId);
    const thinking: Thinking[] = [];
    let callsBefore = 0;
    for (const [index, draft] of this.#drafts.entries()) {
      if (draft.kind === "call") {
        calls.add({ index, id: draft.callId, name: draft.name, arguments: draft.text });
        callsBefore++;
      } else if (draft.kind === "reasoning") {
        thinking.push(thinkingOf(draft.text, from, reasoningBlock(draft.item, callsBefore)));
      }
    }
    return { role: "assistant", text: this.text, thinking, toolCalls: calls.finish(finish) };
  }

  #wholeMessage(place: Place, item: WireItem): readonly ChatEvent[] {
    return (item.content ?? []).flatMap((part) =>
      this.addText(place, part.refusal || part.text || "", Boolean(part.refusal)),
    );
  }

  #find({ index, id }: Place): Draft | undefined {
    const byId = id === undefined ? undefined : this.#drafts.findLast(({ place }) => place.id === id);
    if (byId !== undefined) return byId;
    if (index !== undefined) return this.#drafts.findLast(({ place }) => place.index === index);
    return id === undefined ? this.#drafts.at(-1) : undefined;
  }

  /** The item that a piece belongs to; a piece without its item's beginning begins one. */
  #at(place: Place, kind: "message" | "reasoning" | "call"): Draft {
    const found = this.#find(place);
    if (found?.kind === kind) return found;
    const type = kind === "call" ? "function_call" : kind;
    const draft: Draft = { place, kind, callId: "", name: "", text: "", refused: false, item: { type } };
    this.#drafts.push(draft);
    return draft;
  }
}

/** A call of any kind that we are to answer has a `call_id`; what the host runs itself has none. */
function kindOf({ type, call_id: callId }: WireItem): Draft["kind"] {
  if (type === "message" || type === "reasoning") return type;
  if (type === "function_call") return "call";
  return type.endsWith("_call") && callId ? "call" : "other";
}

/** A call of a kind that was never offered goes by its kind, and is answered like one of an unknown tool. */
function nameOf({ type, name }: WireItem): string {
  return name || (type === "function_call" ? "" : type);
}

function argumentsOf(item: WireItem): string {
  const given = item.arguments ?? item.action ?? item.operation ?? item.input;
  if (given === undefined || given === null) return "";
  return typeof given === "string" ? given : JSON.stringify(given);
}

function reasoningText({ summary, content }: WireItem): string {
  const parts = content !== null && content !== undefined && content.length > 0 ? content : (summary ?? []);
  return parts.map(({ text }) => text ?? "").join("");
}
