import type { ServedModel } from "./endpoint.ts";
import type { ModelError } from "./model-error.ts";
import type { Usage } from "./usage.ts";

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON schema of the arguments object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * A tool call as the model wrote it. `arguments` is parsed JSON when `argumentsError` is undefined; a call with
 * broken JSON is kept, never repaired and never executed.
 */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
  readonly argumentsText: string;
  readonly argumentsError: string | undefined;
}

/** Opaque reasoning that a host wants back verbatim on the next request to the same model. */
export interface Thinking {
  readonly text: string;
  /** The dialect's own block (signature, encrypted content, `reasoning_details`), replayed as it came. */
  readonly opaque: unknown;
}

export type Message =
  | { readonly role: "user"; readonly text: string }
  | {
      readonly role: "assistant";
      readonly text: string;
      readonly thinking: readonly Thinking[];
      readonly toolCalls: readonly ToolCall[];
    }
  | { readonly role: "tool"; readonly results: readonly ToolResult[] };

export type AssistantMessage = Extract<Message, { role: "assistant" }>;

export interface ToolResult {
  readonly callId: string;
  readonly name: string;
  readonly text: string;
  readonly isError: boolean;
}

export interface ChatRequest {
  /** Unique; sent as `X-Client-Request-Id`, and the ledger's key for this call. */
  readonly callId: string;
  readonly target: ServedModel;
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
  /** Always sent, so that a reservation is a true upper bound. */
  readonly maxOutputTokens: number;
  /** Milliseconds that a host's wish to wait is followed at most, because another endpoint could answer; usually a minute. */
  readonly patience?: number;
}

export type ChatEvent =
  | { readonly type: "text-delta"; readonly text: string }
  | { readonly type: "thinking-delta"; readonly text: string }
  /** A tool call has begun; its arguments are still arriving. */
  | { readonly type: "tool-call-start"; readonly name: string }
  /** The request is out and the host is loading the model (local, cold). */
  | { readonly type: "loading" }
  /** The host had to load the model for this call, which took so long. */
  | { readonly type: "loaded"; readonly milliseconds: number }
  /** The call failed and is made again as a new call after the wait. What was emitted of its answer is void. */
  | RetryEvent;

export interface RetryEvent {
  readonly type: "retry";
  readonly waitMs: number;
  readonly because: string;
}

export type Finish = "stop" | "tool-calls" | "length" | "content-filter";

/** What the host says of the call's price and size. */
export interface Metering {
  readonly usage: Usage | "unknown";
  /** US dollars as a decimal string, exactly as the host reported it. */
  readonly reportedUsd: string | undefined;
  /** The model name in the reply, when there was one. */
  readonly answeredBy: string | undefined;
}

/**
 * How a call ended. `done` means that the stream's terminal marker was seen. `failed.billed` is `no` only when the host
 * provably did not bill (never sent, or an error documented as unbilled); else `unknown`, even if usage was seen.
 */
export type Reply =
  | { readonly kind: "done"; readonly message: AssistantMessage; readonly finish: Finish; readonly metering: Metering }
  | {
      readonly kind: "failed";
      readonly error: ModelError;
      readonly partialText: string;
      readonly billed: "no" | "unknown";
      readonly metering: Metering;
    }
  | { readonly kind: "cancelled"; readonly billed: "no" | "unknown"; readonly metering: Metering };

/** One request to one endpoint. Never throws and never retries: it ends in exactly one `Reply`; the signal reaches the socket. */
export type Chat = (request: ChatRequest, signal: AbortSignal) => AsyncGenerator<ChatEvent, Reply>;
