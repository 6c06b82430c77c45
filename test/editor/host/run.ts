import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import type { HostReport } from "./report.ts";

/** Each defines the tests of one file, once mocha's own functions are there. */
export const specs: (() => void)[] = [];

/** The editor's console carries much that is not ours, so nothing is written there. */
class Quiet extends Mocha.reporters.Base {}

/** The extension host calls this; a rejection is a failure. */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 60_000, reporter: Quiet, forbidOnly: true });
  mocha.suite.emit("pre-require", globalThis as never, "", mocha);
  for (const define of specs) define();
  const tests: { name: string; failure: string | undefined }[] = [];
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const report: HostReport = { tests };
      writeFileSync(process.env.STEPLADDER_HOST_REPORT ?? "", JSON.stringify(report));
      if (failures > 0) reject(new Error(`${failures} failed`));
      else resolve();
    });
    runner.on("pass", (test) => tests.push({ name: test.fullTitle(), failure: undefined }));
    runner.on("fail", (test, error: Error) =>
      tests.push({ name: test.fullTitle(), failure: error.stack ?? error.message }),
    );
  });
}
