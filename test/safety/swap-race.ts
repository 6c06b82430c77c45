import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pinParentFolder } from "../../server/safety/pinned-folder.ts";

// Swaps the folder `d` for a link to the outside and back, as fast as it can, until it is ended.
const swapper = `
const { renameSync, symlinkSync, rmSync } = require("node:fs");
process.chdir(process.argv[1]);
symlinkSync("../outside", "link");
process.stdout.write("ready");
for (;;) {
  renameSync("d", "kept");
  renameSync("link", "d");
  renameSync("d", "link");
  renameSync("kept", "d");
}`;

/** Writes `d/x` again and again while another process swaps `d`; gives back how many files appeared outside. */
export async function writesOutsideInSwapRace(tries: number): Promise<number> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-swap-")));
  const root = join(folder, "w");
  mkdirSync(join(root, "d"), { recursive: true });
  mkdirSync(join(folder, "outside"));
  const child = spawn(process.execPath, ["-e", swapper, root], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(child.stdout, "data");
    for (let count = 0; count < tries; count += 1) await writeOnce(join(root, "d", `x${count}`), root, `x${count}`);
    return readdirSync(join(folder, "outside")).length;
  } finally {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeOnce(absolute: string, root: string, name: string): Promise<void> {
  const pin = await pinParentFolder(absolute, root, false);
  if (pin.kind === "unsafe") return;
  try {
    const temporary = join(pin.folder, `.${name}.tmp`);
    await using file = await open(temporary, "wx").catch(() => undefined);
    if (file === undefined) return;
    await file.writeFile("x");
    await rename(temporary, join(pin.folder, name)).catch(() => rm(temporary, { force: true }));
  } finally {
    await pin.close();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}
