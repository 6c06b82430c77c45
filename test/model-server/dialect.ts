import type { DialectName } from "../../server/models/endpoint.ts";
import type { Usage } from "../../server/models/usage.ts";
import type { ReadConversation } from "./conversation.ts";
import { RawJson } from "./raw-json.ts";
import type { Turn, UsageOverride } from "./scenario.ts";

/** One event or line of a stream, as it goes over the wire. */
export interface Frame {
  readonly text: string;
  /** A part of the answer; faults count these. */
  readonly isPiece: boolean;
  readonly isEnd: boolean;
  readonly carriesUsage: boolean;
  /** Bytes of the model's output in it, for the bill of a stream that stops early. */
  readonly outputBytes: number;
}

export interface Answer {
  readonly model: string;
  readonly turn: Turn;
  /** Unique in its conversation, and the same whenever the same turn is asked for. */
  readonly id: string;
  readonly usage: Usage;
  readonly report: UsageReport;
  readonly finish: "stop" | "tool-calls" | "length" | "refusal";
  readonly wantsUsage: boolean;
}

export type UsageReport = "true" | Extract<UsageOverride, string>;

export interface Dialect {
  readonly name: DialectName;
  readonly contentType: string;
  /** `path` names the model where the body does not. */
  read(body: unknown, path: string): ReadConversation;
  frames(answer: Answer): readonly Frame[];
  /** The body of a reply that fails before the stream. */
  errorBody(status: number, message: string): string;
  /** An error in the middle of a stream. */
  errorFrame(message: string): string;
}

export function structure(text: string): Frame {
  return { text, isPiece: false, isEnd: false, carriesUsage: false, outputBytes: 0 };
}

export function piece(text: string, outputBytes: number): Frame {
  return { ...structure(text), isPiece: true, outputBytes };
}

/** Splits by characters, never inside one. */
export function split(text: string, turn: Turn): string[] {
  const size = turn.pieces?.characters ?? 24;
  const characters = [...text];
  const parts: string[] = [];
  for (let start = 0; start < characters.length; start += size)
    parts.push(characters.slice(start, start + size).join(""));
  return parts;
}

export function argumentsText(call: NonNullable<Turn["calls"]>[number]): string {
  return call.argumentsText ?? JSON.stringify(call.arguments);
}

/** A token count as the host reports it under a fault. */
export function reported(count: number, report: UsageReport): unknown {
  switch (report) {
    case "true":
    case "missing":
      return count;
    case "null":
      return null;
    case "nan":
      return new RawJson("NaN");
    case "huge":
      return new RawJson("1e300");
    case "negative":
      return -1 - count;
  }
}

/** The usage member of an event: an object of counts, or what the fault makes of it. */
export function usageMember(counts: Readonly<Record<string, unknown>>, report: UsageReport): Record<string, unknown> {
  if (report === "missing") return {};
  return { usage: report === "null" ? null : counts };
}
