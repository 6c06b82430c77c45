import type { Finish } from "../chat.ts";

export function readFinish(reason: string | undefined, hasCalls: boolean): Finish {
  if (reason === "length") return "length";
  return hasCalls ? "tool-calls" : "stop";
}
