import { z } from "zod";
import type { ChatRequest } from "../chat.ts";
import { modelError } from "../http/call-failure.ts";
import { type HostError, readHostError } from "../http/errors.ts";
import { quote } from "../http/host-words.ts";
import { parseJson } from "../http/stream-reader.ts";
import type { ModelError } from "../model-error.ts";

export function readGeminiError(error: HostError, { target }: ChatRequest): ModelError {
  const { endpoint } = target;
  const status = error.status ?? (Number(error.words.code) || undefined);
  const said = quote(error.words.message);
  if (status === 400 && /api key not valid|API_KEY_INVALID/i.test(error.words.raw)) {
    return modelError("wrong-key", `${endpoint.id} refuses the key; check ${endpoint.keyName}.${said}`, undefined, 400);
  }
  // Its limits per minute use the words of a spent quota; only the wait that it names tells them apart.
  const wait = status === 429 ? (error.retryAfter ?? retryDelay(error.words.raw)) : undefined;
  if (wait !== undefined) {
    const retry = { kind: "after" as const, ms: wait };
    return modelError("rate-limited", `${endpoint.id} takes no more requests for now.${said}`, retry, 429);
  }
  return readHostError(error, target);
}

const details = z.array(z.looseObject({ retryDelay: z.string().optional().catch(undefined) }));
const withDetails = z.looseObject({ error: z.looseObject({ details }) });

/** Milliseconds, from `"retryDelay": "37s"`. */
function retryDelay(raw: string): number | undefined {
  const json = parseJson(raw);
  const parsed = withDetails.safeParse(json.kind === "json" ? [json.value].flat()[0] : undefined);
  const delay = parsed.data?.error.details.find((detail) => detail.retryDelay !== undefined)?.retryDelay;
  const seconds = /^(\d{1,6}(?:\.\d+)?)s$/.exec(delay ?? "")?.[1];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}
