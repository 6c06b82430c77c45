import { spawnSync } from "node:child_process";

/** Process ids of the agent's servers that this extension host has started and that are running. */
export function agentServers(): readonly number[] {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent, words = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && /server\.mjs\b.*--node-ipc/.test(words) ? [Number(pid)] : [];
  });
}

/** Resolves to the first value that is not undefined. The test's own limit ends the wait. */
export async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const seen = look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
