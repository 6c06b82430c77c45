import { spawn, spawnSync } from "node:child_process";
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

/** Runs the command line as a user would, with its output on this terminal, and resolves to its exit code. */
export function stepladder(ground: PlayGround, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: ground.repository,
      env: environment(ground),
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** Runs the command line and returns what it printed. Throws when it fails. */
export function stepladderOutput(ground: PlayGround, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: ground.repository,
    env: environment(ground),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`stepladder ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}
