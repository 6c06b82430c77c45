import Anthropic from "@anthropic-ai/sdk";
import { Ollama } from "ollama";
import OpenAI from "openai";

/** Reads one stream to its end and answers with the length of its text: the least that a user of the package does. */
export type BareStream = () => Promise<number>;

const content = "Where is everything?";

export function bareStreams(url: string) {
  const openai = new OpenAI({ apiKey: "none", baseURL: `${url}/v1`, maxRetries: 0 });
  const anthropic = new Anthropic({ apiKey: "none", baseURL: url, maxRetries: 0 });
  const ollama = new Ollama({ host: url });
  return {
    "openai-chat": async () => {
      let text = "";
      const stream = await openai.chat.completions.create({
        model: "m",
        messages: [{ role: "user", content }],
        stream: true,
        stream_options: { include_usage: true },
      });
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
      return text.length;
    },
    "openai-responses": async () => {
      let text = "";
      const stream = await openai.responses.create({ model: "m", input: content, stream: true });
      for await (const event of stream) if (event.type === "response.output_text.delta") text += event.delta;
      return text.length;
    },
    anthropic: async () => {
      let text = "";
      const stream = await anthropic.messages.create({
        model: "m",
        max_tokens: 1_000,
        messages: [{ role: "user", content }],
        stream: true,
      });
      for await (const event of stream) {
        if (event.type === "content_block_delta" && event.delta.type === "text_delta") text += event.delta.text;
      }
      return text.length;
    },
    ollama: async () => {
      let text = "";
      const stream = await ollama.chat({ model: "m", messages: [{ role: "user", content }], stream: true });
      for await (const part of stream) text += part.message.content;
      return text.length;
    },
  } satisfies Record<string, BareStream>;
}
