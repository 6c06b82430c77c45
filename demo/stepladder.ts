import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PlayGround } from "./play-ground.ts";

/** What ships: the launcher, and the bundle that `npm start` has just built. */
const cli = fileURLToPath(new URL("../bin/stepladder.cjs", import.meta.url));

/** The keys of the demo's hosts, which take any; the user's own variables are left out, so that nothing real is called. */
function environment(ground: PlayGround): NodeJS.ProcessEnv {
  const { PATH, HOME, USERPROFILE, TERM, LANG, SystemRoot, TEMP, TMP, TMPDIR, NO_COLOR, COLUMNS } = process.env;
  return {
    PATH,
    HOME,
    USERPROFILE,
    TERM,
    LANG,
    SystemRoot,
    TEMP,
    TMP,
    TMPDIR,
    NO_COLOR,
    COLUMNS,
    STEPLADDER_HOME: ground.home,
  };
}

interface Ended {
  readonly code: number;
  /** What it printed, when that was asked for. */
  readonly output: string;
}

function run(ground: PlayGround, args: readonly string[], output: "inherit" | "pipe"): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: ground.repository,
      env: environment(ground),
      stdio: ["ignore", output, "inherit"],
    });
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output: text }));
  });
}

/** Runs the command line as a user would, with its output on this terminal, and resolves to its exit code. */
export async function stepladder(ground: PlayGround, args: readonly string[]): Promise<number> {
  return (await run(ground, args, "inherit")).code;
}

/** Runs the command line and resolves to what it printed. Rejects when it fails. */
export async function stepladderOutput(ground: PlayGround, args: readonly string[]): Promise<string> {
  const { code, output } = await run(ground, args, "pipe");
  if (code !== 0) throw new Error(`stepladder ${args.join(" ")} ended with ${code}`);
  return output;
}
