/**
 * A process that starts a task with one held call, forgets its ledger, says its task, and waits to be told to end:
 * `task-holder.ts FOLDER`.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openLedger } from "../../../server/spend/ledger.ts";
import { hold, startWork } from "../fixtures.ts";

const [folder = ""] = process.argv.slice(2);
const ledger = openLedger({
  folder,
  clock: () => new Date(),
  processId: process.pid,
  budgets: [],
  warnAt: 1,
  timeZone: "UTC",
});
const work = startWork(ledger);
hold(ledger, work);
setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");
setImmediate(() => {
  collectGarbage();
  process.stdout.write(`${work.task}\n`);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
