import { readFileSync } from "node:fs";
import type { ScenarioInput } from "../../test/model-server/scenario.ts";

export const longFileLines = 5_000;

const models: ScenarioInput = JSON.parse(
  readFileSync(new URL("../../demo/scenarios/models.json", import.meta.url), "utf8"),
);

/** Models that answer at once, so that what is measured is ours. */
export const editorScenarios: readonly ScenarioInput[] = [
  models,
  {
    scripts: [
      {
        model: "*",
        when: { prompt: "rename the variable" },
        turns: [
          { text: 'export function slugOf(title) {\n  const plain = title.normalize("NFKD");\n  return plain;\n}\n' },
        ],
        afterLast: "repeat-last",
      },
      {
        model: "*",
        when: { prompt: "write a very long list" },
        turns: [
          {
            text: Array.from({ length: 2_000 }, (_, index) => `// item ${index}\n`).join(""),
            pieces: { characters: 30, delayMs: 15 },
          },
        ],
        afterLast: "repeat-last",
      },
      {
        model: "*",
        when: { prompt: "answer in two thousand pieces" },
        turns: [{ text: "A word or two of **markdown**, and `code`. ".repeat(500), pieces: { characters: 10 } }],
        afterLast: "repeat-last",
      },
    ],
  },
];
