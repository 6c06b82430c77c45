import type { Effort } from "./effort.ts";

export const dialectNames = ["openai-chat", "openai-responses", "anthropic", "gemini", "ollama"] as const;
export type DialectName = (typeof dialectNames)[number];

/** Where models are served. The key itself is never here: `keyName` is what the `Secrets` port is asked for. */
export interface Endpoint {
  readonly id: string;
  readonly dialect: DialectName;
  /** Base URL as the dialect's official package wants it, without a trailing slash. */
  readonly url: string;
  readonly keyName: string | undefined;
  /** The name under which price catalogues know this host, such as `openrouter`. */
  readonly provider: string | undefined;
  /** True when nothing sent to it leaves this machine (or the user said so). `local-only` paths reach no other endpoint. */
  readonly local: boolean;
  /** Milliseconds. */
  readonly timeouts: { readonly headers: number; readonly firstToken: number; readonly idle: number };
}

export interface Abilities {
  /** Native tool calls. Without them the text form of `models/text-form` is used. */
  readonly tools: boolean;
}

/** One model at one endpoint and, where the user names several, at one effort: what a rung holds, a call goes to, and a receipt names. */
export interface ServedModel {
  /** `endpoint/model`, for example `ollama/qwen3-coder:30b`; with several efforts each is one: `openai/gpt-6@low`. */
  readonly id: string;
  readonly endpoint: Endpoint;
  /** The name that goes over the wire. */
  readonly model: string;
  /** Lower-case weights family such as `qwen`, `claude`, `gpt`; escalation prefers another one. */
  readonly family: string;
  /** The same word at every endpoint that serves these weights: each may stand in for the other. Undefined: none does. */
  readonly weights?: string;
  /** Tokens. For Ollama this is also the context size that is sent. */
  readonly context: number;
  readonly maxOutput: number;
  readonly abilities: Abilities;
  /** Undefined: as the host has it. */
  readonly effort?: Effort | undefined;
}

/** Reads a key at the moment of use, so that it lives in no object that could be logged. */
export interface Secrets {
  read(keyName: string): string | undefined;
}
