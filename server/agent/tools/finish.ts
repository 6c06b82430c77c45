import { z } from "zod";
import { defineTool } from "./tool.ts";

export const finishTool = defineTool({
  name: "finish",
  changes: false,
  parameters: z.strictObject({ summary: z.string().min(1), gave_up: z.boolean().optional() }),
  subject: ({ gave_up }) => (gave_up ? "gave up" : "done"),
  async run({ summary, gave_up }) {
    return {
      outcome: "ok",
      text: "",
      summary: gave_up ? "gave up" : "done",
      finish: { summary, gaveUp: gave_up ?? false },
    };
  },
});
