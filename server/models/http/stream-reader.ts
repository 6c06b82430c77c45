import type { AssistantMessage, ChatEvent, Finish, Metering } from "../chat.ts";
import type { ModelError } from "../model-error.ts";

/** A dialect's understanding of one stream, event by event. Never throws. */
export interface StreamReader {
  /** One event's data as it came. */
  accept(data: string): readonly ChatEvent[];
  /** What the stream itself said went wrong, or what is wrong with it. */
  failure(): ModelError | undefined;
  /** Whether the terminal marker was seen: the answer is complete. */
  isComplete(): boolean;
  /** Whether nothing of use can follow. */
  isClosed(): boolean;
  /** To be asked only of a complete stream. */
  result(): { readonly message: AssistantMessage; readonly finish: Finish };
  partialText(): string;
  metering(): Metering;
}

export type ParsedJson = { readonly kind: "json"; readonly value: unknown } | { readonly kind: "broken" };

export function parseJson(text: string): ParsedJson {
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    return { kind: "broken" };
  }
}
