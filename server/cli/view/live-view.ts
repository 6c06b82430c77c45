import { createLogUpdate } from "log-update";
import type { TaskEvent } from "../../protocol/events.ts";
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
  let pending: NodeJS.Timeout | undefined;

  const frame = (): Frame => ({
    width: Math.max(20, (stdout.columns ?? 80) - 1),
    height: stdout.rows ?? 24,
    now: Date.now(),
    style,
    cancelling,
  });
  const draw = () => {
    pending = undefined;
    if (!suspended && state.startedAt !== undefined && state.end === undefined) log(render(state, frame()).join("\n"));
  };
  const drawSoon = () => {
    pending ??= setTimeout(draw, frameMs);
  };
  const clock = setInterval(drawSoon, idleMs);
  stdout.on("resize", drawSoon);
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    clearInterval(clock);
    clearTimeout(pending);
    stdout.off("resize", drawSoon);
    log.clear();
    log.done();
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
      log.clear();
      log.done();
    },
    resume() {
      suspended = false;
      drawSoon();
    },
    close: stop,
  };
}
