import type { Parts } from "./agent/parts.ts";
import { testModel } from "./agent/test-model.ts";
import type { ModelSetup } from "./body.ts";
import { modelsView } from "./configuration/models-view.ts";
import { ollamaAddress } from "./configuration/ollama-address.ts";
import { isLoopback } from "./configuration/written-values.ts";
import { listAtAddress } from "./models/discovery/list-at-address.ts";
import { pullModel } from "./models/discovery/pull-model.ts";
import { listOllama } from "./models/discovery.ts";
import { withoutEffort } from "./models/effort.ts";
import type { Endpoint, Secrets } from "./models/endpoint.ts";
import type { Environment } from "./platform/platform.ts";
import { refreshPublished } from "./published-models.ts";

export interface SetupParts {
  readonly parts: Parts;
  readonly env: Environment;
  readonly secrets: Secrets;
  /** The user's data folder. */
  readonly data: string;
}

/** Milliseconds. A server on the same machine answers at once or is not there. */
const ollamaPatience = 1_500;
const usualOllama = "http://127.0.0.1:11434";

/** What a person needs to choose models: what is there, what a host offers, whether a model works, and how to get one. */
export function createModelSetup({ parts, env, secrets, data }: SetupParts): ModelSetup {
  const { configuration, priceOf } = parts;
  const configured = configuration.served.map(({ endpoint }) => endpoint).filter(isLocalOllama);
  const here = ollamaAddress(env.OLLAMA_HOST);
  const url = configured[0]?.url ?? (here.kind === "this-machine" ? here.url : usualOllama);
  return {
    async view(signal) {
      const found = await listOllama(url, AbortSignal.any([signal, AbortSignal.timeout(ollamaPatience)]));
      const hasKey = (name: string) => secrets.read(name) !== undefined;
      return modelsView({ configuration, hasKey, priceOf, ollama: { url, found } });
    },
    list: listAtAddress,
    refresh: (signal) =>
      refreshPublished(configuration.served, secrets, data, new Date().toISOString().slice(0, 10), signal),
    async test(model, workspace, signal) {
      // Of several efforts the lowest stands for all.
      const target = configuration.served.find(({ id }) => id === model || withoutEffort(id) === model);
      if (target === undefined) return { kind: "no-such-model" };
      return { kind: "tested", view: await testModel(target, workspace, parts, signal) };
    },
    async pull({ model, url: asked = url }, onProgress, signal) {
      const wanted = asked.replace(/\/+$/, "");
      if (!isLoopback(wanted) && !configured.some((endpoint) => endpoint.url === wanted)) {
        return {
          kind: "failed",
          because: `${wanted} is no Ollama of yours; pull into one on this machine, or configure it first.`,
        };
      }
      return pullModel(ollamaAt(wanted), model, onProgress, signal);
    },
  };
}

function isLocalOllama({ dialect, local }: Endpoint): boolean {
  return dialect === "ollama" && local;
}

function ollamaAt(url: string): Endpoint {
  const timeouts = { headers: 0, firstToken: 0, idle: 0 };
  return { id: "ollama", dialect: "ollama", url, keyName: undefined, provider: undefined, local: true, timeouts };
}
