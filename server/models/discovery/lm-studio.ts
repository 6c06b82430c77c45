import { z } from "zod";
import type { Endpoint } from "../endpoint.ts";
import { getJson } from "../http/get-json.ts";

/** A model that an LM Studio has. What its server does not tell is undefined. */
export interface LmStudioModel {
  readonly name: string;
  /** The context with which it is loaded, in tokens; undefined while it is not. */
  readonly loadedContext: number | undefined;
  /** The most that the weights can read. */
  readonly context: number | undefined;
}

const size = z.int().positive().optional().catch(undefined);
const list = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      type: z.string().optional().catch(undefined),
      state: z.string(),
      loaded_context_length: size,
      max_context_length: size,
    }),
  ),
});

/** The models to chat with of the LM Studio whose OpenAI route has this address; undefined where none runs. Never rejects. */
export async function listLmStudio(url: string, signal: AbortSignal): Promise<readonly LmStudioModel[] | undefined> {
  const endpoint = endpointAt(new URL(url).origin);
  const answer = await getJson({ endpoint, path: "/api/v0/models", secrets: { read: () => undefined } }, signal);
  const parsed = list.safeParse(answer.kind === "json" ? answer.value : undefined);
  if (!parsed.success) return undefined;
  return parsed.data.data
    .filter(({ type }) => type !== "embeddings")
    .map(({ id, state, loaded_context_length: loaded, max_context_length: most }) => ({
      name: id,
      loadedContext: state === "loaded" ? (loaded ?? most) : undefined,
      context: most,
    }));
}

function endpointAt(url: string): Endpoint {
  const timeouts = { headers: 0, firstToken: 0, idle: 0 };
  return {
    id: "lm-studio",
    dialect: "openai-chat",
    url,
    keyName: undefined,
    provider: undefined,
    local: true,
    timeouts,
  };
}
