/** A task that has changed a file and then waits for its model without end, so that something can happen in the middle. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import type { ScenarioInput } from "../../model-server/scenario.ts";

export const hangingPrompt = "round half cents to even";
export const hangingFile = "src/money.js";
const added = "// Half cents are rounded to even.\n";

/** For `playGroundFor`. */
export const hangingScripts: ScenarioInput["scripts"] = [
  {
    model: "*",
    when: { prompt: hangingPrompt },
    turns: [
      { text: "I read the module.", calls: [{ name: "read_file", arguments: { path: hangingFile } }] },
      {
        text: "The rule goes above the code.",
        calls: [
          { name: "edit_file", arguments: { path: hangingFile, old: firstLine(), new: `${added}${firstLine()}` } },
        ],
      },
      { text: "Now the rounding itself.", fault: { kind: "idle", afterPieces: 2 } },
    ],
  },
];

function firstLine(): string {
  const file = new URL(`../../../demo/repository/${hangingFile}`, import.meta.url);
  return readFileSync(file, "utf8").split("\n", 1)[0] ?? "";
}

/** Starts the task and resolves when the file has its change and the model is silent. Answers with the file as it was before. */
export async function startHangingTask(panel: Frame, repository: string): Promise<string> {
  const file = join(repository, hangingFile);
  const before = readFileSync(file, "utf8");
  const box = panel.getByRole("textbox", { name: "What should be done?" });
  await box.waitFor({ timeout: 30_000 });
  await box.fill(hangingPrompt);
  await box.press("Enter");
  await panel.getByText("The rule goes above the code.").first().waitFor({ timeout: 30_000 });
  for (const end = Date.now() + 30_000; !readFileSync(file, "utf8").startsWith(added); ) {
    if (Date.now() > end) throw new Error(`${hangingFile} was not changed.`);
    await panel.page().waitForTimeout(50);
  }
  return before;
}
