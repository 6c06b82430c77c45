/**
 * A process that spends: `spender.ts FOLDER LIMIT CALLS DELIVERED`. It writes each call's id to the file DELIVERED between
 * reserving and settling, as if a host had received it. Its last line on stdout says what it saw.
 */
import { openSync, writeSync } from "node:fs";
import { openLedger } from "../../../server/spend/ledger.ts";
import { budget, newCall, posted, startWork } from "../fixtures.ts";

const [folder = "", limit = "0", calls = "0", delivered = ""] = process.argv.slice(2);
const ledger = openLedger({
  folder,
  clock: () => new Date(),
  processId: process.pid,
  budgets: [budget(limit), budget(limit, "month")],
  warnAt: 1,
  timeZone: "UTC",
});
const record = openSync(delivered, "a");
const work = startWork(ledger);
const seen = { held: 0, refused: 0, overspent: 0, task: work.task };
process.stdout.write("ready\n");

for (let i = 0; i < Number(calls); i++) {
  const call = newCall(work);
  if (ledger.reserve(call).kind === "held") {
    seen.held++;
    writeSync(record, `${call.call}\n`);
    ledger.settle(call.call, posted(i % 1000, (i * 7) % 1000));
  } else seen.refused++;
  for (const state of ledger.budgetStates({ task: undefined, workspace: "/work" })) {
    if (state.posted + state.held > state.limit) seen.overspent++;
  }
}
ledger.endTask(work.task, "proved");
ledger.close();
process.stdout.write(`${JSON.stringify(seen)}\n`);
