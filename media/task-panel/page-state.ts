import type { QuoteView } from "../../server/protocol/events.ts";
import type { ModelsView, TaskRowView, UndoView } from "../../server/protocol/requests.ts";
import { cutShort, foldAt } from "./fold.ts";
import type { EditorSelection, PastTask, Status, TaskHead, ToPage } from "./messages.ts";
import { emptyTask, type TaskView } from "./task-view.ts";

/** All that the page shows but the draft in its prompt box. */
export interface PageState {
  /** Undefined until the extension has told it. */
  readonly status: Status | undefined;
  readonly models: Loaded<ModelsView>;
  /** The tasks of this window, newest first. */
  readonly tasks: readonly TaskHead[];
  readonly open: OpenTask | undefined;
  readonly history: History;
  readonly selection: EditorSelection | undefined;
}

export type Loaded<T> =
  | { readonly kind: "waiting" }
  | { readonly kind: "loaded"; readonly value: T }
  | { readonly kind: "failed"; readonly message: string };

export interface OpenTask {
  readonly task: string;
  /** `unknown` until its events or its receipt came. */
  readonly state: TaskHead["state"] | "past" | "unknown";
  readonly view: TaskView;
  readonly past: PastTask | undefined;
  readonly undo: UndoView | undefined;
  readonly kept: boolean;
  /** What last went wrong with it. */
  readonly message: string | undefined;
  /** By approval or question: why an answer did not count. */
  readonly answers: ReadonlyMap<string, string>;
}

export interface History {
  readonly search: string;
  readonly rows: Loaded<readonly TaskRowView[]>;
  readonly more: boolean;
}

/** The quote of what stands in the prompt box. */
export type QuoteState =
  | { readonly kind: "none" }
  | { readonly kind: "asking" }
  | { readonly kind: "known"; readonly quote: QuoteView }
  | { readonly kind: "failed"; readonly message: string };

export const emptyPage: PageState = {
  ...{ status: undefined, models: { kind: "waiting" }, tasks: [], open: undefined, selection: undefined },
  history: { search: "", rows: { kind: "waiting" }, more: false },
};

export function openTask(state: PageState, task: string): PageState {
  const prompt = state.tasks.find((it) => it.task === task)?.prompt ?? "";
  const view = emptyTask(task, prompt);
  const nothing = { past: undefined, undo: undefined, kept: false, message: undefined, answers: new Map() };
  return { ...state, open: { task, state: "unknown", view, ...nothing } };
}

/** The page after a message; the messages for the prompt box change nothing here. */
export function receive(state: PageState, message: ToPage): PageState {
  switch (message.type) {
    case "status":
      return { ...state, status: message.status };
    case "models":
      return { ...state, models: { kind: "loaded", value: message.models } };
    case "models-failed":
      return { ...state, models: { kind: "failed", message: message.message } };
    case "tasks":
      return withTasks(state, message.tasks);
    case "events":
      return onOpen(state, message.task, (open) => withEvents(open, message));
    case "past-task":
      return onOpen(state, message.task, (open) => ({
        ...open,
        state: open.state === "interrupted" ? open.state : "past",
        past: message.past,
      }));
    case "show-task":
      return state.open?.task === message.task ? state : openTask(state, message.task);
    case "selection":
      return { ...state, selection: message.selection };
    case "history":
      return withHistory(state, message.search, { kind: "loaded", value: message.rows }, message.more);
    case "history-failed":
      return withHistory(state, message.search, { kind: "failed", message: message.message }, false);
    case "undone":
      return onOpen(state, message.task, (open) => ({ ...open, undo: message.undo, message: undefined }));
    case "kept":
      return onOpen(state, message.task, (open) => ({ ...open, kept: true, message: undefined }));
    case "task-failed":
      return onOpen(state, message.task, (open) => ({ ...open, message: message.message }));
    case "answer-failed":
      return onOpen(state, state.open?.task, (open) => ({
        ...open,
        answers: new Map(open.answers).set(message.id, message.message),
      }));
    case "show-prompt":
    case "quote":
    case "quote-failed":
    case "started":
    case "start-failed":
    case "mentions":
    case "context":
      return state;
  }
}

function onOpen(state: PageState, task: string | undefined, change: (open: OpenTask) => OpenTask): PageState {
  return state.open === undefined || state.open.task !== task ? state : { ...state, open: change(state.open) };
}

function withTasks(state: PageState, tasks: readonly TaskHead[]): PageState {
  const head = tasks.find((it) => it.task === state.open?.task);
  const next = { ...state, tasks };
  return head === undefined ? next : onOpen(next, head.task, (open) => inState(open, head.state));
}

function withEvents(open: OpenTask, message: Extract<ToPage, { type: "events" }>): OpenTask {
  const view = message.events.reduce((it, event, index) => foldAt(it, message.from + index, event), open.view);
  return inState({ ...open, view }, message.state);
}

function inState(open: OpenTask, state: TaskHead["state"]): OpenTask {
  return { ...open, state, view: state === "interrupted" ? cutShort(open.view) : open.view };
}

/** An answer to an older search is not shown. */
function withHistory(state: PageState, search: string, rows: History["rows"], more: boolean): PageState {
  return search === state.history.search ? { ...state, history: { search, rows, more } } : state;
}

/** How many models could be used now; the first run is what there is when there are none. */
export function usableModels(models: ModelsView): number {
  return models.models.filter((model) => model.hasKey).length;
}
