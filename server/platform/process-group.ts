import { spawn } from "node:child_process";
import type { Platform } from "./platform.ts";

/** Ends a process that was started as a group of its own, and everything below it. A group that is already gone is fine. */
export function endProcessGroup(platform: Platform, pid: number, how: "gentle" | "kill"): void {
  const end = platform.groupEnd(pid, how === "gentle", process.env);
  if (end.kind === "run") {
    spawn(end.file, [...end.args], { stdio: "ignore", windowsHide: true }).on("error", () => {
      send(pid, "SIGKILL");
    });
    return;
  }
  send(end.target, end.signal);
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
