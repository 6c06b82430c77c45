import { z } from "zod";
import type { ChatRequest, ToolSpec } from "../../models/chat.ts";
import type { ServedModel } from "../../models/endpoint.ts";
import type { Kind, ToolOutcome } from "../../protocol/events.ts";
import type { EditFormat } from "../../routing/edit-format.ts";
import type { EditWatch } from "../edit-watch.ts";
import type { Fact } from "../facts.ts";
import { promptText } from "../prompts.ts";
import type { TaskScope } from "../task-scope.ts";

/** What one attempt's tools can see and do. */
export interface ToolScope {
  readonly task: TaskScope;
  /** Path of attempt ids, parents first: what the attempt writes is recorded under it. */
  readonly attempt: string;
  readonly subtask: string;
  readonly model: ServedModel;
  /** Whether all that this attempt reads stays on this machine: its model's endpoint is local, and so are those above it. */
  readonly staysLocal: boolean;
  readonly depth: number;
  /** `textHash` of each file as this attempt last saw it, by canonical path. */
  readonly seen: Map<string, string>;
  readonly edits: EditWatch;
  /** For a handover: what was read, found and run. */
  readonly facts: Fact[];
  /** Nano-dollars of this attempt's own calls: posted, or held where the cost is unknown. */
  readonly spent: { total: bigint };
  readonly signal: AbortSignal;
  /** Another endpoint for this call, of the same weights and no less private, that has not failed it yet. */
  standIn(failed: ChatRequest, tried: ReadonlySet<string>): ServedModel | undefined;
  delegate(kind: Kind, brief: string): Promise<{ readonly kind: "report" | "failed"; readonly text: string }>;
}

export interface ToolEnd {
  readonly outcome: ToolOutcome;
  /** What the model reads. */
  readonly text: string;
  /** What the user reads: one line. */
  readonly summary: string;
  readonly diff?: string;
  /** What became of the edits in the call, for the choice of an edit format. */
  readonly edits?: EditCount;
  /** By command of the checks that it ran: how many failing tests and findings they reported. */
  readonly problems?: ReadonlyMap<string, number>;
  readonly finish?: { readonly summary: string; readonly gaveUp: boolean };
}

/** Edits that found their place, and those that were malformed or did not. */
export interface EditCount {
  readonly placed: number;
  readonly failed: number;
}

export interface Tool {
  readonly spec: ToolSpec;
  /** Whether it may change something; such tools are not offered for questions. */
  readonly changes: boolean;
  /** The edit format that a model uses with it. */
  readonly format: EditFormat | undefined;
  /** Arguments that do not fit give a text that tells the model how they should look. */
  parse(
    args: unknown,
  ): { readonly kind: "ok"; readonly call: ParsedCall } | { readonly kind: "bad"; readonly message: string };
}

export interface ParsedCall {
  readonly subject: string;
  run(scope: ToolScope): Promise<ToolEnd>;
}

interface ToolDefinition<Shape extends z.ZodObject> {
  readonly name: string;
  readonly changes: boolean;
  readonly format?: EditFormat;
  readonly parameters: Shape;
  subject(args: z.infer<Shape>): string;
  run(args: z.infer<Shape>, scope: ToolScope): Promise<ToolEnd>;
}

export function defineTool<Shape extends z.ZodObject>(definition: ToolDefinition<Shape>): Tool {
  const { $schema: _, ...parameters } = z.toJSONSchema(definition.parameters, { io: "input" });
  return {
    changes: definition.changes,
    format: definition.format,
    spec: { name: definition.name, description: promptText(`tools/${definition.name}`), parameters },
    parse(args) {
      const parsed = definition.parameters.safeParse(args ?? {});
      if (!parsed.success) return { kind: "bad", message: z.prettifyError(parsed.error) };
      return {
        kind: "ok",
        call: {
          subject: definition.subject(parsed.data),
          run: (scope) => definition.run(parsed.data, scope),
        },
      };
    },
  };
}

export const ok = (text: string, summary: string): ToolEnd => ({ outcome: "ok", text, summary });
export const wrong = (text: string): ToolEnd => ({ outcome: "error", text, summary: firstLine(text) });
export const refused = (text: string): ToolEnd => ({ outcome: "refused", text, summary: firstLine(text) });

export function firstLine(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
