import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { createLogUpdate } from "log-update";
import type { TaskEvent } from "../../protocol/events.ts";
import { textWidth } from "../text-width.ts";
import { type Frame, render, renderLadder } from "./render.ts";
import { emptyView, fold, type ViewState } from "./state.ts";
import { styleOf } from "./style.ts";
import { summary } from "./summary.ts";
import type { TaskView } from "./task-view.ts";

const frameMs = 90;
/** The clock on screen moves by itself, but slowly. */
const idleMs = 500;

/** Redraws in place, at most every 90 ms, and leaves ladder and summary on screen. */
export function liveView(stdout: NodeJS.WriteStream, env: NodeJS.ProcessEnv): TaskView {
  const style = styleOf(env, true);
  const log = createLogUpdate(stdout);
  let state: ViewState = emptyView;
  let cancelling = false;
  let suspended = false;
  let stopped = false;
  let pending: NodeJS.Timeout | undefined;
  let drawn: readonly string[] = [];

  const frame = (): Frame => ({
    width: Math.max(20, (stdout.columns ?? 80) - 1),
    height: stdout.rows ?? 24,
    now: Date.now(),
    style,
    cancelling,
  });
  const draw = () => {
    pending = undefined;
    if (suspended || state.startedAt === undefined || state.end !== undefined) return;
    drawn = render(state, frame());
    log(drawn.join("\n"));
  };
  const erase = () => {
    // With nothing drawn, this would erase a line that is not ours.
    if (drawn.length === 0) return;
    drawn = [];
    log.clear();
    log.done();
  };
  const redraw = () => {
    if (suspended || stopped || drawn.length === 0) return;
    eraseReflowed(stdout, drawn);
    log.done();
    draw();
  };
  const drawSoon = () => {
    pending ??= setTimeout(draw, frameMs);
  };
  const clock = setInterval(drawSoon, idleMs);
  stdout.on("resize", redraw);
  const stop = () => {
    if (stopped) return;
    stopped = true;
    clearInterval(clock);
    clearTimeout(pending);
    stdout.off("resize", redraw);
    erase();
  };

  return {
    async show(event: TaskEvent) {
      state = fold(state, event, Date.now());
      if (event.type !== "task-end") return drawSoon();
      stop();
      const lines = [...renderLadder(state, frame()), ...summary(event, style, frame().width)];
      stdout.write(`${lines.join("\n")}\n`);
    },
    cancelling() {
      cancelling = true;
      drawSoon();
    },
    suspend() {
      suspended = true;
      erase();
    },
    resume() {
      suspended = false;
      drawSoon();
    },
    close: stop,
  };
}

/** A terminal that became narrower has broken the drawn lines into more rows than were drawn. */
function eraseReflowed(stdout: NodeJS.WriteStream, drawn: readonly string[]): void {
  const columns = stdout.columns ?? 80;
  const rowsOf = (line: string) => Math.max(1, Math.ceil(textWidth(stripVTControlCharacters(line)) / columns));
  moveCursor(stdout, 0, -drawn.reduce((rows, line) => rows + rowsOf(line), 0));
  cursorTo(stdout, 0);
  clearScreenDown(stdout);
}
