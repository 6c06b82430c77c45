import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { afterwards } from "./afterwards.ts";

/** A host that shows even its list of models to nobody without the key. */
export async function behindKey(t: TestContext, target: string, key: string): Promise<string> {
  const server = createServer((asked, response) => {
    if (asked.headers.authorization !== `Bearer ${key}`) response.writeHead(401).end();
    else asked.pipe(forward(`${target}${asked.url}`, asked, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterwards(t, async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function forward(url: string, { method, headers }: IncomingMessage, response: ServerResponse) {
  return request(url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
}
