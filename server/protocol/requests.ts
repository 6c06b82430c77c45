import { z } from "zod";
import type { Kind, NanoUsdText, QuoteView, ReceiptView, TaskEvent } from "./events.ts";
import { kinds } from "./kinds.ts";

export * from "./sent-methods.ts";

/**
 * What an editor asks of the server beside LSP itself. A request's schema here is what it is checked against before its
 * handler sees it. `stepladder/task/start` on the wire is `task/start` in prose and `startTask` in code.
 */
const id = z.string().min(1).max(200);
const command = z.string().trim().min(1).max(10_000);
const nanoUsd = z.string().regex(/^\d{1,27}$/, "a whole number of nano-dollars as text");
/** A folder of the client's workspace, as a path; may be left out when there is just one. */
const workspace = z.string().min(1).max(10_000).optional();

const path = z.string().min(1).max(10_000);
const line = z.int().nonnegative();

/** The wire protocols of model hosts. */
const dialect = z.enum(["openai-chat", "openai-responses", "anthropic", "gemini", "ollama"]);
export type DialectName = z.infer<typeof dialect>;

/** What the user put beside the prompt. The server reads it at the start, through the path guard, and passes it on as untrusted text. */
export const contextItem = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("file"), path }),
  z.strictObject({ kind: z.literal("folder"), path }),
  /** Lines are 0-based, `endLine` is excluded; `text` is what the editor shows, saved or not. */
  z.strictObject({
    kind: z.literal("selection"),
    path,
    startLine: line,
    endLine: line,
    text: z.string().max(1_048_576),
  }),
  z.strictObject({
    kind: z.literal("problems"),
    problems: z
      .array(z.strictObject({ path, line, severity: z.string().max(20), message: z.string().max(10_000) }))
      .max(500),
  }),
  /** What git calls changed in the workspace. */
  z.strictObject({ kind: z.literal("changes") }),
]);
export type ContextItem = z.output<typeof contextItem>;

/**
 * A task that goes on from an earlier one. `follow-up` keeps what that one did; `retry` and `escalate` take it back first, and
 * `escalate` leaves out its last model and all that stand no higher.
 */
const continues = z
  .strictObject({ task: id, how: z.enum(["follow-up", "retry", "escalate"]), hint: z.string().max(100_000).optional() })
  .optional();

const prompt = z.string().trim().min(1, "The prompt is empty.").max(1_048_576, "The prompt is larger than 1 MB.");

const taskParams = z.strictObject({
  prompt,
  workspace,
  context: z.array(contextItem).max(100).default([]),
  continues,
  mode: z.enum(["ask", "edit"]).default("edit"),
  kind: z.enum(kinds).optional(),
  checks: z.array(command).max(100).default([]),
  allow: z.array(command).max(100).default([]),
  budget: nanoUsd.optional(),
  model: z.string().min(1).max(500).optional(),
});

const diagnostic = z.strictObject({
  line,
  severity: z.enum(["error", "warning", "information", "hint"]),
  message: z.string().max(10_000),
  source: z.string().max(200).optional(),
});
export type DiagnosticView = z.output<typeof diagnostic>;

const inlineParams = z.strictObject({
  /** Any scheme; `untitled:` documents have no file. */
  uri: z.string().min(1).max(10_000),
  languageId: z.string().max(200),
  /** The whole document as it stands, with its own line ends. */
  text: z.string().max(50_000_000),
  /** The lines that are replaced: 0-based, `endLine` excluded; equal for an insertion before `startLine`. */
  startLine: line,
  endLine: line,
  prompt,
  workspace,
  /** What the editor reports for the document before the edit. */
  diagnostics: z.array(diagnostic).max(5_000).default([]),
  model: z.string().min(1).max(500).optional(),
  budget: nanoUsd.optional(),
  continues,
});

const period = {
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  workspace,
};

/** Settings by the names of the configuration file; only what the user has set. Checked by the server. */
const settings = z.record(z.string(), z.unknown());
/** By the name of the usual environment variable, such as `OPENROUTER_API_KEY`. Kept in memory only. */
const keys = z.record(z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/), z.string().max(10_000));

export const requestParams = {
  /** Starts a task and answers at once; what happens is told to followers. */
  "stepladder/task/start": taskParams,
  /** Asks a running task to end; its `task-end` follows. */
  "stepladder/task/cancel": z.strictObject({ task: id }),
  /** Answers with the events so far, from index `from` on, and tells all later ones as `stepladder/task/event`. */
  "stepladder/task/follow": z.strictObject({ task: id, from: z.int().nonnegative().default(0) }),
  /** What a task would cost; spends nothing. */
  "stepladder/quote": taskParams,
  /** Takes all changes of a task back. */
  "stepladder/undo": z.strictObject({ task: id, workspace, paths: z.array(path).max(10_000).optional() }),
  /** The user keeps what an unproved task changed: that is its verdict. */
  "stepladder/keep": z.strictObject({ task: id }),
  /** Ends the running attempt as refuted by the user; the next model takes over, in the same task. */
  "stepladder/task/escalate": z.strictObject({ task: id, hint: z.string().max(100_000).optional() }),
  /** The files that a task changed and that differ now from before it. */
  "stepladder/task/changes": z.strictObject({ task: id, workspace }),
  /** A file's text from before the task. */
  "stepladder/task/before": z.strictObject({ task: id, workspace, path }),
  /** Starts an inline edit: nothing is written by the server, the editor shows the replacement as it streams. */
  "stepladder/inline/start": inlineParams,
  /** What an inline edit would cost, and which model would try it first. */
  "stepladder/inline/quote": inlineParams.partial({ prompt: true }),
  /** What became of an ended inline edit in the editor: that is the user's verdict. */
  "stepladder/inline/decide": z.strictObject({ task: id, decision: z.enum(["accepted", "partly", "rejected"]) }),
  /** Starts a task whose answer is a message for the staged changes, or for all when none is staged. */
  "stepladder/commit-message": z.strictObject({ workspace }),
  "stepladder/receipt": z.strictObject({ task: id }),
  /** Newest first. */
  "stepladder/tasks": z.strictObject({
    workspace,
    limit: z.int().min(1).max(10_000).default(100),
    /** Words that all have to occur in the prompt. */
    search: z.string().max(1_000).optional(),
  }),
  "stepladder/spend": z.strictObject({
    by: z.enum(["day", "model", "rung", "kind", "task", "outcome"]).default("day"),
    since: z.iso.datetime().optional(),
    until: z.iso.datetime().optional(),
    workspace,
  }),
  /** All that the spend dashboard shows, summed up by the ledger. */
  "stepladder/dashboard": z.strictObject(period),
  /** What is spent today, and every budget that applies with what counts against it. */
  "stepladder/budgets": z.strictObject({ workspace }),
  /** All calls of the period as text. */
  "stepladder/export": z.strictObject({ ...period, format: z.enum(["csv", "json"]) }),
  /** Settles a call whose true cost never came, with what the provider's bill says. */
  "stepladder/reconcile": z.strictObject({ call: id, cost: z.union([nanoUsd, z.literal("unbilled")]) }),
  /** What the router knows of each model by kind of work, and what it would do now. */
  "stepladder/routes": z.strictObject({ workspace }),
  /** The router begins again from what is assumed of a model, a kind of work or all. The ledger stays as it is. */
  "stepladder/routes/forget": z.strictObject({
    model: z.string().min(1).max(500).optional(),
    kind: z.enum(kinds).optional(),
  }),
  /** What may be used, what was found on this machine, and what could be added. */
  "stepladder/models": z.strictObject({}),
  /** The models that a host offers at an address, before it is configured. `key` is used for this request only. */
  "stepladder/models/list": z.strictObject({
    dialect,
    url: z.string().min(1).max(2_000),
    key: z.string().max(10_000).optional(),
  }),
  /** Two small metered calls that show what a configured model can do. */
  "stepladder/models/test": z.strictObject({ model: z.string().min(1).max(500), workspace }),
  /** Pulls a model into a local Ollama. Progress comes as `stepladder/models/pull-progress`; cancelling the request stops it. */
  "stepladder/models/pull": z.strictObject({
    model: z.string().min(1).max(500),
    url: z.string().max(2_000).optional(),
  }),
  "stepladder/doctor": z.strictObject({ workspace }),
  /** New settings, keys or trust. Running tasks go on under the new budgets; all else counts from the next task on. */
  "stepladder/configure": z.strictObject({ settings, keys, trusted: z.boolean() }),
  /** Answers an `approval-request`. `hash` must be the one that was shown; each approval can be answered once. */
  "stepladder/approve": z.strictObject({ approval: id, hash: z.string().min(1).max(200), allow: z.boolean() }),
  /** Answers a `question`; null means that the user does not want to. */
  "stepladder/answer": z.strictObject({ task: id, question: id, text: z.string().max(100_000).nullable() }),
} as const;

export type Method = keyof typeof requestParams;
/** As a handler gets them, with defaults filled in. */
export type Params<M extends Method> = z.output<(typeof requestParams)[M]>;
/** As a client sends them. */
export type SentParams<M extends Method> = z.input<(typeof requestParams)[M]>;

export interface Results {
  "stepladder/task/start": { readonly task: string };
  "stepladder/task/cancel": Done;
  "stepladder/task/follow": {
    readonly events: readonly TaskEvent[];
    /** Index of the first event that is not in `events`. */
    readonly next: number;
    readonly ended: boolean;
  };
  "stepladder/quote": QuoteView;
  "stepladder/undo": UndoView;
  "stepladder/receipt": ReceiptView;
  "stepladder/tasks": { readonly tasks: readonly TaskRowView[] };
  "stepladder/spend": SpendView;
  "stepladder/keep": Done;
  "stepladder/task/escalate": Done;
  "stepladder/task/changes": { readonly files: readonly ChangedFileView[] };
  /** `undefined` text: the file was not there. */
  "stepladder/task/before": { readonly text: string | undefined };
  "stepladder/inline/start": { readonly task: string };
  "stepladder/inline/quote": QuoteView;
  "stepladder/inline/decide": Done;
  "stepladder/commit-message": { readonly task: string };
  "stepladder/dashboard": DashboardView;
  "stepladder/budgets": BudgetsView;
  "stepladder/export": { readonly text: string; readonly calls: number };
  "stepladder/reconcile": Done;
  "stepladder/routes": RoutesView;
  /** Judged attempts from which nothing more is learnt. */
  "stepladder/routes/forget": { readonly attempts: number };
  "stepladder/models": ModelsView;
  "stepladder/models/list": { readonly models: readonly string[] };
  "stepladder/models/test": ModelTestView;
  "stepladder/models/pull": Done;
  "stepladder/doctor": { readonly findings: readonly FindingView[] };
  "stepladder/configure": ConfigureView;
  "stepladder/approve": Done;
  "stepladder/answer": Done;
}

export type Done = Readonly<Record<string, never>>;

export interface UndoView {
  readonly kind: "undone" | "partly" | "nothing-to-undo";
  readonly restored: readonly string[];
  /** Changed after the task did, so left alone; their text from before the task is kept at `keptAt`. */
  readonly conflicts: readonly { readonly path: string; readonly keptAt: string }[];
}

export interface ChangedFileView {
  readonly path: string;
  readonly change: "modified" | "created" | "deleted";
  /** Too large or not text: it can be kept or undone, but not shown. */
  readonly binary: boolean;
}

export interface BudgetView {
  /** `everything`, or a workspace's root. */
  readonly scope: string;
  readonly window: "task" | "day" | "week" | "month";
  readonly limit: NanoUsdText;
  readonly posted: NanoUsdText;
  readonly held: NanoUsdText;
  /** `warning` from the user's warning level on; `reached` when nothing more fits. */
  readonly level: "fine" | "warning" | "reached";
  /** When the window ends; undefined for a task's. */
  readonly resetsAt: string | undefined;
}

export interface BudgetsView {
  /** ISO date of the machine's calendar day that `today` sums up. */
  readonly day: string;
  readonly today: NanoUsdText;
  readonly todayHeld: NanoUsdText;
  readonly budgets: readonly BudgetView[];
  readonly atLimit: "ask" | "local-only" | "stop";
}

/** `key` is a day (`2026-11-21`), a model, a rung or a kind. */
export interface DashboardView {
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly total: SpendRowView;
  readonly days: readonly (SpendRowView & {
    readonly rungs: readonly { readonly rung: string; readonly posted: NanoUsdText }[];
  })[];
  readonly models: readonly SpendRowView[];
  readonly kinds: readonly SpendRowView[];
  /** By model: where attempts were proved, refuted and escalated. */
  readonly attempts: readonly {
    readonly model: string;
    readonly rung: string;
    readonly kind: Kind;
    readonly proved: number;
    readonly unproved: number;
    readonly refuted: number;
    /** Refuted and then handed over to another model. */
    readonly escalated: number;
    readonly cost: NanoUsdText;
  }[];
  /** The same tokens at the frontier model's price: an estimate, never a promise. */
  readonly frontierEstimate: { readonly model: string; readonly cost: NanoUsdText } | undefined;
  readonly budgets: BudgetsView;
  /** Newest first, at most 1,000; `moreTasks` are not listed. */
  readonly tasks: readonly TaskRowView[];
  readonly moreTasks: number;
  readonly unknown: SpendView["unknown"];
}

export interface RoutesView {
  /** Those with attempts of the user's own first. */
  readonly kinds: readonly RouteKindView[];
}

export interface RouteKindView {
  readonly kind: Kind;
  /** Who goes first and why, in one sentence. */
  readonly reason: string;
  readonly pinned: readonly string[];
  /** Likeliest first. */
  readonly models: readonly RouteModelView[];
}

/** Ranges hold the true value in eight cases of ten, if what is assumed is right. */
export interface RouteModelView {
  readonly model: string;
  readonly rung: string;
  readonly effort: string | undefined;
  /** Its place in the sequence that would be tried now, from 1 on. */
  readonly place: number | undefined;
  /** Shares of attempts. */
  readonly success: { readonly low: number; readonly likely: number; readonly high: number };
  /** Of an attempt; undefined when it is free. */
  readonly cost: Readonly<Record<"low" | "likely" | "high", NanoUsdText>> | undefined;
  readonly costPerCompleted: NanoUsdText;
  readonly proved: number;
  readonly refuted: number;
  readonly unproved: number;
  /** How many judged attempts its own still count for, and how many what is assumed beside them. */
  readonly weight: number;
  readonly assumed: { readonly source: "measured" | "family" | "rung"; readonly weight: number };
}

export interface ModelView {
  /** `endpoint/model`. */
  readonly id: string;
  readonly rung: string | undefined;
  readonly family: string;
  readonly local: boolean;
  readonly context: number;
  readonly tools: boolean;
  /** Dollars per million tokens as text; `free`, or `unknown` with the next step. */
  readonly price:
    | { readonly kind: "priced"; readonly input: string; readonly output: string; readonly source: string }
    | { readonly kind: "free" }
    | { readonly kind: "unknown"; readonly because: string };
  /** False when its endpoint needs a key that is not there. */
  readonly hasKey: boolean;
}

export interface ModelsView {
  /** `found`: nothing is configured, and these were found on the machine. */
  readonly origin: "file" | "settings" | "found";
  readonly models: readonly ModelView[];
  readonly rungs: readonly { readonly name: string; readonly models: readonly string[] }[];
  readonly ollama:
    | { readonly kind: "running"; readonly url: string; readonly models: readonly string[] }
    | { readonly kind: "absent"; readonly url: string; readonly because: string };
  /** The hosts that one key is enough for. */
  readonly providers: readonly {
    readonly id: string;
    readonly name: string;
    readonly dialect: DialectName;
    readonly url: string;
    readonly keyName: string;
    readonly hasKey: boolean;
    readonly models: readonly string[];
    /** Where these models usually stand, by their names. */
    readonly rungs: Readonly<Record<string, string>>;
  }[];
}

export interface ModelTestView {
  readonly model: string;
  readonly checks: readonly {
    readonly check: "chat" | "tools" | "price";
    readonly outcome: "ok" | "failed" | "skipped";
    /** One sentence; of a failure with the next step. */
    readonly message: string;
  }[];
  readonly cost: NanoUsdText;
  readonly milliseconds: number;
}

export interface FindingView {
  readonly level: "ok" | "warning" | "problem";
  readonly subject: string;
  readonly message: string;
  readonly next: string | undefined;
}

export type ConfigureView =
  | { readonly kind: "ready"; readonly notices: readonly string[] }
  /** `where` is a setting's name, such as `stepladder.budgets.day`, or a place in the file. No task starts until it is mended. */
  | { readonly kind: "invalid"; readonly problems: readonly { readonly where: string; readonly message: string }[] };

export interface TaskRowView {
  readonly task: string;
  readonly prompt: string;
  readonly kind: string;
  readonly workspace: string;
  readonly startedAt: string;
  readonly outcome: string;
  readonly posted: NanoUsdText;
  readonly held: NanoUsdText;
}

export interface SpendRowView {
  readonly key: string;
  readonly tasks: number;
  readonly completed: number;
  readonly costPerCompleted: NanoUsdText | null;
  readonly calls: number;
  readonly posted: NanoUsdText;
  readonly held: NanoUsdText;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface SpendView {
  readonly rows: readonly SpendRowView[];
  readonly total: SpendRowView;
  readonly unknown: readonly {
    readonly call: string;
    readonly task: string;
    readonly model: string;
    readonly at: string;
    readonly held: NanoUsdText;
  }[];
}

export interface TaskEventParams {
  readonly task: string;
  readonly index: number;
  readonly event: TaskEvent;
}

export type SpendChangedParams = BudgetsView;

export interface PullProgressParams {
  readonly model: string;
  readonly status: string;
  readonly completed: number | undefined;
  readonly total: number | undefined;
}

export interface EditorDiagnosticsParams {
  readonly task: string;
  readonly attempt: string;
  readonly uri: string;
}
export const editorDiagnosticsResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("settled"), diagnostics: z.array(diagnostic).max(5_000) }),
  z.object({ kind: z.literal("unknown"), because: z.string().max(1_000) }),
]);
export type EditorDiagnosticsResult =
  | { readonly kind: "settled"; readonly diagnostics: readonly DiagnosticView[] }
  | { readonly kind: "unknown"; readonly because: string };

export interface UnsavedDocumentParams {
  readonly uri: string;
}
export interface UnsavedDocumentResult {
  readonly unsaved: boolean;
}

export interface SaveDocumentParams {
  readonly uri: string;
}
export interface SaveDocumentResult {
  readonly saved: boolean;
}

/** The `data` of every error response to these requests. */
export interface FailureData {
  readonly kind: FailureKind;
}

export type FailureKind =
  | "invalid-params"
  | "untrusted"
  | "no-workspace"
  | "not-configured"
  | "no-such-task"
  | "stale-approval"
  | "stale-question"
  | "refused"
  | "failed";

/** What a client may send as `initializationOptions`. Without `trusted: true` nothing but past tasks and spend is shown. */
export const initializationOptions = z.object({
  trusted: z.boolean().default(false),
  settings: settings.default({}),
  keys: keys.default({}),
  /** Path of a ripgrep that the editor brings along. */
  ripgrep: z.string().max(10_000).optional(),
});
