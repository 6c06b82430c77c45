import { z } from "zod";
import { newId } from "../new-id.ts";
import { defineTool, ok, refused } from "./tool.ts";

export const askUserTool = defineTool({
  name: "ask_user",
  changes: false,
  parameters: z.strictObject({ question: z.string().min(1).max(2_000) }),
  subject: ({ question }) => question,
  async run({ question }, scope) {
    scope.task.emit({ type: "question", question: newId("question"), text: question });
    const answer = await scope.task.person.answer(question, scope.signal).catch(() => undefined);
    if (answer === undefined)
      return refused("Nobody answered. Choose the most likely meaning yourself and say so in the summary.");
    return ok(`The user answers: ${answer}`, "answered");
  },
});
