import type { ToolCall, ToolSpec } from "../chat.ts";
import { toToolCall } from "../tool-calls.ts";
import { coerce, propertiesOf } from "./coerce.ts";
import { plainName, type RawValue, type WrittenCall } from "./forms/outcome.ts";

type Schemas = Readonly<Record<string, unknown>>;

/** Makes tool calls of what a model wrote, with values of the types that the tools want. */
export class CallWriter {
  readonly #tools: ReadonlyMap<string, ToolSpec>;
  readonly #idPrefix: string;
  readonly #calls: ToolCall[] = [];

  constructor(tools: readonly ToolSpec[], callId: string) {
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]));
    this.#idPrefix = `call_${callId.replaceAll(/[^\w-]/g, "_")}_text`;
  }

  get calls(): readonly ToolCall[] {
    return this.#calls;
  }

  isKnown(name: string): boolean {
    return this.#tools.has(name) || this.#tools.has(unquoted(name));
  }

  /** The tool's own name, or for an unknown tool one that every host takes back. */
  nameOf(written: string): string {
    if (this.#tools.has(written)) return written;
    return this.#tools.has(unquoted(written)) ? unquoted(written) : plainName(written);
  }

  /** `source` is kept with a call that can't be read. */
  write(written: WrittenCall, source: string): ToolCall {
    const id = `${this.#idPrefix}_${this.#calls.length + 1}`;
    const call = this.#toCall(id, this.nameOf(written.name), written, source);
    this.#calls.push(call);
    return call;
  }

  #toCall(id: string, name: string, written: WrittenCall, source: string): ToolCall {
    if (written.kind === "broken") return broken(id, name, source, written.error);
    if (written.values.kind === "json") return toToolCall(id, name, written.values.text);
    const schemas = propertiesOf(this.#tools.get(name)?.parameters ?? {});
    const entries = written.values.entries.map((entry) => read(entry, schemas));
    const keys = entries.map(([key]) => key);
    const twice = keys.find((key, position) => keys.indexOf(key) !== position);
    if (twice !== undefined) {
      return broken(id, name, source, `The arguments give "${twice}" more than once. Send the call again.`);
    }
    return toToolCall(id, name, JSON.stringify(Object.fromEntries(entries)));
  }
}

function read({ key, text, isJson }: RawValue, schemas: Schemas): readonly [string, unknown] {
  const known = key in schemas ? key : unquoted(key) in schemas ? unquoted(key) : key;
  const schema = schemas[known] ?? (isJson ? { type: ["object", "array", "number", "boolean", "null"] } : undefined);
  return [known, coerce(text, schema)];
}

function broken(id: string, name: string, argumentsText: string, argumentsError: string): ToolCall {
  return { id, name, arguments: undefined, argumentsText, argumentsError };
}

function unquoted(name: string): string {
  return name.replace(/^(["'])(.*)\1$/, "$2");
}
