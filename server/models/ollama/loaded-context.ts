import { z } from "zod";
import type { ServedModel } from "../endpoint.ts";
import { getJson } from "../http/get-json.ts";
import type { ChatPorts } from "../http/stream-call.ts";

const running = z.looseObject({
  models: z.array(
    z.looseObject({
      model: z.string().optional(),
      name: z.string().optional(),
      context_length: z.int().positive().optional(),
    }),
  ),
});

/** Tokens for which the server has really loaded the model: it loads fewer when memory is short. Undefined: it does not say. */
export async function loadedContext(
  { endpoint, model }: ServedModel,
  { secrets, fetch }: ChatPorts,
  signal: AbortSignal,
): Promise<number | undefined> {
  const answer = await getJson({ endpoint, path: "/api/ps", secrets, fetch }, signal);
  const parsed = running.safeParse(answer.kind === "json" ? answer.value : undefined);
  const names = [model, `${model}:latest`];
  return parsed.data?.models.find((each) => names.includes(each.model ?? each.name ?? ""))?.context_length;
}
