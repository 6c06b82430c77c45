import { parseArguments } from "./arguments.ts";
import type { ChatEvent, Finish, ToolCall } from "./chat.ts";

/** A piece of a tool call as a host streams it. Every member may be missing, empty or wrong. */
export interface ToolCallDelta {
  readonly index?: number | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** A piece of the arguments' JSON text, or the whole arguments as a value. */
  readonly arguments?: unknown;
}

interface Draft {
  readonly index: number | undefined;
  hostId: string;
  name: string;
  text: string;
}

/**
 * Puts streamed tool calls together. A piece belongs to the call with its id, else to the latest with its index, else to
 * the current one. A new id always starts a new call, whatever its index says, and nothing is overwritten by an empty value.
 */
export class ToolCallAssembly {
  readonly #drafts: Draft[] = [];
  readonly #idPrefix: string;

  /** `callId` makes the ids of calls for which the host gives none. */
  constructor(callId: string) {
    this.#idPrefix = `call_${callId.replaceAll(/[^\w-]/g, "_")}`;
  }

  get isEmpty(): boolean {
    return this.#drafts.length === 0;
  }

  add(delta: ToolCallDelta): readonly ChatEvent[] {
    const draft = this.#find(delta) ?? this.#start(delta);
    const hadName = draft.name !== "";
    if (draft.hostId === "") draft.hostId = delta.id ?? "";
    if (!hadName) draft.name = delta.name ?? "";
    draft.text += argumentText(delta.arguments, draft.text);
    return !hadName && draft.name !== "" ? [{ type: "tool-call-start", name: draft.name }] : [];
  }

  clear(): void {
    this.#drafts.length = 0;
  }

  /** The calls in the order in which they began. After `length` a last call without arguments counts as cut off. */
  finish(finish: Finish): readonly ToolCall[] {
    const taken = new Set<string>();
    return this.#drafts.map((draft, position) => {
      const id = unique(draft.hostId || `${this.#idPrefix}_${position + 1}`, taken);
      const isCut = finish === "length" && position === this.#drafts.length - 1 && draft.text.trim() === "";
      return toToolCall(id, draft.name, draft.text, isCut);
    });
  }

  #find({ id = "", index, name = "" }: ToolCallDelta): Draft | undefined {
    const byIndex = index === undefined ? undefined : this.#drafts.findLast((draft) => draft.index === index);
    if (id !== "") {
      const known = this.#drafts.findLast(
        (draft) => draft.hostId === id && (index === undefined || draft.index === index),
      );
      if (known !== undefined) return index === undefined && name !== "" && isWhole(known.text) ? undefined : known;
      return byIndex?.hostId === "" ? byIndex : undefined;
    }
    if (index !== undefined) return byIndex;
    const current = this.#drafts.at(-1);
    const startsAnother = name !== "" && current !== undefined && current.name !== "";
    return startsAnother ? undefined : current;
  }

  #start({ index }: ToolCallDelta): Draft {
    const draft = { index, hostId: "", name: "", text: "" };
    this.#drafts.push(draft);
    return draft;
  }
}

/** A call from its parts. Broken arguments stay as they came, with the reason beside them. */
export function toToolCall(id: string, name: string, text: string, isCut = false): ToolCall {
  const outcome = isCut
    ? {
        kind: "broken" as const,
        error: "The reply reached its length limit before the arguments. Send the call again.",
      }
    : parseArguments(text);
  return outcome.kind === "parsed"
    ? { id, name, arguments: outcome.value, argumentsText: text, argumentsError: undefined }
    : { id, name, arguments: undefined, argumentsText: text, argumentsError: outcome.error };
}

/** The arguments as JSON text for a host. What was broken is not repeated: hosts refuse it, and models copy it. */
export function replayedArguments(call: ToolCall): string {
  return call.argumentsError === undefined ? JSON.stringify(call.arguments ?? {}) : "{}";
}

function argumentText(given: unknown, before: string): string {
  if (typeof given === "string") return given;
  if (given === undefined || given === null || before !== "") return "";
  return JSON.stringify(given);
}

function isWhole(text: string): boolean {
  return text.trim() !== "" && parseArguments(text).kind === "parsed";
}

function unique(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let count = 2; taken.has(id); count++) id = `${wanted}_${count}`;
  taken.add(id);
  return id;
}
