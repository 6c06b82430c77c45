import { l10n, ProgressLocation, window } from "vscode";
import { askText } from "./ask.ts";
import { chooseFromHost } from "./choose-from-host.ts";
import type { ModelDesk } from "./model-desk.ts";
import { createPullShare, isOllamaName } from "./pull-share.ts";

/** *Pull Local Model…*: a name, a progress bar that can be cancelled, and the model on the ladder. */
export async function pullModel(desk: ModelDesk, canGoBack = false): Promise<"done" | "back" | "cancelled"> {
  const { parts } = desk;
  const { ollama } = await desk.view();
  if (ollama.kind === "absent") {
    void parts.notify.warn(
      l10n.t("No Ollama answers at {0}. Install it from ollama.com and start it, then pull a model.", ollama.url),
    );
    return "cancelled";
  }
  const answer = await askText({
    title: l10n.t("Pull Local Model"),
    prompt: l10n.t("The model's name and tag at ollama.com. It is downloaded to this machine; gigabytes for most."),
    placeholder: "qwen3-coder:30b",
    canGoBack,
    mistake: (text) =>
      isOllamaName(text.trim()) ? undefined : l10n.t("Write a name as Ollama knows it, such as qwen3-coder:30b."),
  });
  if (answer.kind !== "answer") return answer.kind;
  await pull(answer.value, ollama.url, desk);
  await afterPull(answer.value, desk);
  return "done";
}

/** Rejects when it fails or is cancelled; what was pulled already is kept by Ollama. */
function pull(model: string, url: string, { parts: { server } }: ModelDesk): Thenable<unknown> {
  const title = l10n.t("Pulling {0}", model);
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (bar, token) => {
      const step = createPullShare();
      const listening = server.onPullProgress((progress) => {
        if (progress.model !== model) return;
        const { increment, status, amount } = step(progress);
        const message = amount === undefined ? status : l10n.t("{0} of {1} GB", amount[0], amount[1]);
        bar.report({ increment, message });
      });
      try {
        return await server.request("stepladder/models/pull", { model, url }, token);
      } finally {
        listening.dispose();
      }
    },
  );
}

/** What was found is used by itself; a ladder that was chosen has to be told. */
async function afterPull(model: string, desk: ModelDesk): Promise<void> {
  const { notify } = desk.parts;
  const view = await desk.view();
  const ready = view.models.find(
    ({ name, local }) => local && (name.endsWith(`/${model}`) || name.endsWith(`/${model}:latest`)),
  );
  const [test, choose] = [l10n.t("Test It"), l10n.t("Put on the Ladder…")];
  const action = await notify.info(l10n.t("{0} is pulled.", model), ready === undefined ? choose : test);
  if (action === test && ready !== undefined) await desk.test(ready.id);
  if (action === choose && view.ollama.kind === "running") await chooseFromOllama(desk, false);
}

/** Which of the pulled models stand on which rung. */
export async function chooseFromOllama(desk: ModelDesk, canGoBack: boolean): Promise<"done" | "back" | "cancelled"> {
  const view = await desk.view();
  const models = view.ollama.kind === "running" ? view.ollama.models : [];
  const rungs = Object.fromEntries(models.map((model) => [model, "local"]));
  const { url } = view.ollama;
  const host = {
    endpoint: "ollama",
    name: "Ollama",
    dialect: "ollama",
    url,
    keyName: undefined,
    models,
    rungs,
  } as const;
  return await chooseFromHost(host, view, desk, canGoBack);
}
