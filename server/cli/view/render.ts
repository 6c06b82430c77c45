import { padLeft, padRight, textWidth, truncate, wrap } from "../text-width.ts";
import { exactUsd, roughUsd } from "../usd.ts";
import { visible, visibleLine } from "../visible-text.ts";
import { duration } from "./duration.ts";
import { type AttemptView, type Done, heldNow, type SubtaskView, type ViewState } from "./state.ts";
import type { Style } from "./style.ts";

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** The same clock as the events' times. */
  readonly now: number;
  readonly style: Style;
  readonly cancelling: boolean;
}

const tailLines = 3;

/** The live view: pure, one string per line, none wider than the frame, and never more lines than the frame is high. */
export function render(state: ViewState, frame: Frame): readonly string[] {
  const head = header(state, frame);
  const foot = ["", ...footer(state, frame)];
  const columns = columnsOf(state, frame);
  const body = state.subtasks.flatMap((subtask) => subtaskLines(subtask, state.prompt, columns, frame));
  const before = state.check === undefined ? [] : ["", dimLine(`  checking first: ${state.check}`, frame)];
  const room = Math.max(1, frame.height - 1 - head.length - foot.length - before.length);
  return [...head, ...before, ...lastLines(body, room), ...foot];
}

/** Each subtask with its attempts, as it stays on screen when the task is over. */
export function renderLadder(state: ViewState, frame: Frame): readonly string[] {
  const columns = columnsOf(state, frame);
  return [
    ...header(state, frame),
    ...state.subtasks.flatMap((subtask) => ladderLines(subtask, state.prompt, columns, frame)),
  ];
}

function lastLines(lines: readonly string[], room: number): readonly string[] {
  return lines.length <= room ? lines : lines.slice(lines.length - room);
}

function header(state: ViewState, frame: Frame): readonly string[] {
  const { style, width } = frame;
  // A task that was refused at once has ended before it began.
  if (state.startedAt === undefined) return [];
  const title = style.bold(truncate(visibleLine(state.prompt), width, style.symbols.ellipsis));
  const quote = state.quote;
  if (quote === undefined) return ["", title];
  const range = `${roughUsd(quote.low)} to ${roughUsd(quote.high)}`;
  const likely = `likely ${roughUsd(quote.likely)}, ${range}`;
  return ["", title, dimLine([state.kind ?? "", likely, quote.because].join(style.symbols.separator), frame)];
}

interface Columns {
  readonly model: number;
  readonly rung: number;
  readonly step: number;
  readonly cost: number;
}

/** One grid for all attempts, so that the eye can run down a column. The model gives way when the terminal is narrow. */
function columnsOf(state: ViewState, frame: Frame): Columns {
  const attempts = state.subtasks.flatMap((subtask) => subtask.attempts);
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(textWidth));
  const model = widest(attempts.map((it) => visibleLine(it.model)));
  return {
    model: Math.min(model, Math.max(12, Math.floor(frame.width * 0.4))),
    rung: Math.min(12, widest(attempts.map((it) => visibleLine(it.rung)))),
    step: widest(attempts.map((it) => stepText(it.step))),
    cost: widest(attempts.map((it) => exactUsd(it.cost))),
  };
}

function stepText(step: number): string {
  return step === 1 ? "1 step" : `${step} steps`;
}

function subtaskLines(subtask: SubtaskView, prompt: string, columns: Columns, frame: Frame): readonly string[] {
  const running = subtask.attempts.findLast((it) => it.end === undefined);
  const lines = ladderLines(subtask, prompt, columns, frame);
  return running === undefined ? lines : [...lines, ...activityLines(running, subtask.depth, frame)];
}

function ladderLines(subtask: SubtaskView, prompt: string, columns: Columns, frame: Frame): readonly string[] {
  const { style, width } = frame;
  const indent = "  ".repeat(subtask.depth);
  const room = width - indent.length - subtask.kind.length - 2;
  // The root is called after its prompt, which stands above already.
  const title = subtask.title === prompt ? "" : truncate(visibleLine(subtask.title), room, style.symbols.ellipsis);
  const heading = `${indent}${style.accent(subtask.kind)}  ${title}`;
  return ["", heading.trimEnd(), ...subtask.attempts.map((attempt) => attemptLine(attempt, indent, columns, frame))];
}

function attemptLine(attempt: AttemptView, indent: string, columns: Columns, frame: Frame): string {
  const { style, width } = frame;
  const { ellipsis } = style.symbols;
  const lead = `${indent}  ${mark(attempt, style)} `;
  const model = padRight(truncate(visibleLine(attempt.model), columns.model, ellipsis), columns.model);
  const room = width - indent.length - 4 - columns.model - 2;
  const facts = widestThatFits(factsOf(attempt, columns, frame), room);
  if (facts === undefined) return lead + truncate(model.trim(), width - indent.length - 4, ellipsis);
  const outcome = outcomeColumn(attempt, room - textWidth(facts) - 2, style);
  return `${lead}${model}  ${style.dim(facts)}${outcome}`;
}

/** From all facts to the cost alone, for terminals of any width. */
function factsOf(attempt: AttemptView, columns: Columns, frame: Frame): readonly string[] {
  const rung = padRight(truncate(visibleLine(attempt.rung), columns.rung, frame.style.symbols.ellipsis), columns.rung);
  const step = padLeft(stepText(attempt.step), columns.step);
  const cost = padLeft(exactUsd(attempt.cost), columns.cost);
  const time = padLeft(duration(attempt.end?.milliseconds ?? frame.now - attempt.startedAt), 5);
  return [[rung, step, cost, time].join("  "), [cost, time].join("  "), cost];
}

function widestThatFits(texts: readonly string[], width: number): string | undefined {
  return texts.find((text) => textWidth(text) <= width);
}

function mark(attempt: AttemptView, style: Style): string {
  const { symbols } = style;
  if (attempt.end === undefined) return style.accent(symbols.running);
  switch (attempt.end.verdict?.kind) {
    case "proved":
      return style.good(symbols.proved);
    case "refuted":
      return style.bad(symbols.refuted);
    case "unproved":
      return style.attention(symbols.unproved);
    case undefined:
      return style.dim(symbols.ended);
  }
}

/** Below this many columns a reason says nothing. */
const leastReason = 10;

function outcomeColumn(attempt: AttemptView, room: number, style: Style): string {
  if (attempt.end === undefined || room < leastReason) return "";
  const { verdict, end } = attempt.end;
  const reason = visibleLine(verdict === undefined ? end : verdict.because || verdict.kind);
  const paint = verdict?.kind === "refuted" ? style.bad : style.dim;
  return `  ${paint(truncate(reason, room, style.symbols.ellipsis))}`;
}

function activityLines(attempt: AttemptView, depth: number, frame: Frame): readonly string[] {
  const { style } = frame;
  const indent = "  ".repeat(depth + 2);
  const width = frame.width - indent.length - 2;
  const recent = attempt.recent.map(
    (done) =>
      indent + doneMark(done, style) + style.dim(truncate(visibleLine(done.text), width, style.symbols.ellipsis)),
  );
  const now = `${indent}  ${truncate(visibleLine(activityText(attempt)), width, style.symbols.ellipsis)}`;
  const tail = attempt.activity.kind === "writing" ? tailOf(attempt.tail, width) : [];
  return [...recent, now, ...tail.map((line) => style.dim(`${indent}${style.symbols.bar} ${line}`))];
}

function doneMark(done: Done, style: Style): string {
  if (done.outcome === "ok") return style.good(`${style.symbols.proved} `);
  return done.outcome === "bad" ? style.bad(`${style.symbols.refuted} `) : style.dim("- ");
}

function activityText(attempt: AttemptView): string {
  const { activity } = attempt;
  switch (activity.kind) {
    case "starting":
      return "starting";
    case "waiting":
      return "waiting for the model";
    case "loading":
      return "the model is being loaded";
    case "thinking":
      return "thinking";
    case "writing":
      return "writing";
    case "tool":
      return `${activity.name} ${activity.subject}`;
    case "checking":
      return `checking: ${activity.check}`;
    case "retrying":
      return `trying again: ${activity.because}`;
  }
}

function tailOf(text: string, width: number): readonly string[] {
  const lines = wrap(visible(text.trimEnd()).replaceAll("\t", "  "), width).filter((line) => line.trim() !== "");
  return lines.slice(-tailLines);
}

function footer(state: ViewState, frame: Frame): readonly string[] {
  const held = heldNow(state);
  const parts = [
    `${exactUsd(state.posted)} spent`,
    ...(held > 0n ? [`${exactUsd(held)} held`] : []),
    duration(frame.now - (state.startedAt ?? frame.now)),
    frame.cancelling ? "cancelling, press again to stop at once" : "Ctrl-C cancels",
  ];
  const warning = state.warnings.at(-1);
  const line = dimLine(parts.join(frame.style.symbols.separator), frame);
  if (warning === undefined) return [line];
  return [frame.style.attention(truncate(visibleLine(warning), frame.width, frame.style.symbols.ellipsis)), line];
}

function dimLine(text: string, frame: Frame): string {
  return frame.style.dim(truncate(visibleLine(text), frame.width, frame.style.symbols.ellipsis));
}
