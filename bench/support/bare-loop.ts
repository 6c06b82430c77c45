/** The least that a loop over the official package needs for the same calls: no ledger, no guards, no checks. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import OpenAI from "openai";

const [url = "", root = ""] = process.argv.slice(2);
const client = new OpenAI({ apiKey: "none", baseURL: url, maxRetries: 0 });
const tools: OpenAI.Chat.ChatCompletionTool[] = ["read_file", "finish"].map((name) => ({
  type: "function",
  function: {
    name,
    parameters: { type: "object", properties: { path: { type: "string" }, summary: { type: "string" } } },
  },
}));
const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [{ role: "user", content: "Where is everything?" }];
for (;;) {
  const stream = client.chat.completions.stream({
    model: "instant",
    messages,
    tools,
    stream_options: { include_usage: true },
  });
  const message = (await stream.finalChatCompletion()).choices[0]?.message;
  const call = message?.tool_calls?.[0];
  if (message === undefined || call?.type !== "function" || call.function.name === "finish") break;
  const { path }: { readonly path: string } = JSON.parse(call.function.arguments);
  messages.push(message, { role: "tool", tool_call_id: call.id, content: await readFile(join(root, path), "utf8") });
}
