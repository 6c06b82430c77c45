/**
 * A host that answers at once in OpenAI's chat dialect, as a process of its own: it asks for one file after the other and
 * then finishes. `GET /gaps` tells, in milliseconds, how long the client took from each reply to its next request.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const steps = Number(process.argv[2]);
const gaps: number[] = [];
let answeredAt: number | undefined;

function chunk(delta: object, finish: string | null = null): string {
  return `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "instant", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
}

function answer(response: ServerResponse, step: number): void {
  const name = step < steps ? "read_file" : "finish";
  const args = step < steps ? { path: `src/folder-${step % 100}/file-${step}.js` } : { summary: "All files are read." };
  const call = { index: 0, id: `call-${step}`, type: "function", function: { name, arguments: JSON.stringify(args) } };
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(chunk({ role: "assistant", content: `Step ${step}.` }));
  response.write(chunk({ tool_calls: [call] }));
  response.write(chunk({}, "tool_calls"));
  const usage = { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 1020 };
  response.write(
    `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "instant", choices: [], usage })}\n\n`,
  );
  response.end("data: [DONE]\n\n", () => {
    answeredAt = performance.now();
  });
}

const server = createServer((request, response) => {
  if (request.url === "/gaps") {
    response.end(JSON.stringify(gaps.splice(0)));
    answeredAt = undefined;
    return;
  }
  if (answeredAt !== undefined) gaps.push(performance.now() - answeredAt);
  answeredAt = undefined;
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => {
    body += text;
  });
  request.on("end", () => {
    const { messages }: { readonly messages: readonly { readonly role: string }[] } = JSON.parse(body);
    answer(response, messages.filter((message) => message.role === "assistant").length);
  });
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
