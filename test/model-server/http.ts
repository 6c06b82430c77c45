import type { IncomingMessage, ServerResponse } from "node:http";

/** Every reply says what it is. */
export const scriptedHeader = { "x-scripted-model": "yes" } as const;

const maxBodyBytes = 64_000_000;

export type Body =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "bad"; readonly message: string };

export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return { kind: "bad", message: "The request is too large." };
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  try {
    return { kind: "json", value: text === "" ? undefined : (JSON.parse(text) as unknown) };
  } catch {
    return { kind: "bad", message: "The request body is no JSON." };
  }
}

export function reply(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body);
}

export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
