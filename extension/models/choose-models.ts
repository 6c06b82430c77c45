import { l10n, type QuickPickItem, QuickPickItemKind } from "vscode";
import type { ModelsView } from "../../server/protocol/requests.ts";
import { pickOne, pickSome } from "./ask.ts";
import { askKey } from "./ask-key.ts";
import { chooseFromAddress } from "./choose-from-address.ts";
import { chooseFromHost } from "./choose-from-host.ts";
import { usualRungs, withRung } from "./ladder-settings.ts";
import type { ModelDesk } from "./model-desk.ts";
import { chooseFromOllama, pullModel } from "./pull-model.ts";

type End = "done" | "back" | "cancelled";

interface Way extends QuickPickItem {
  readonly go?: () => Promise<End>;
}

/** *Choose Models…*: where they come from, which of them, and on which rung each stands. */
export async function chooseModels(desk: ModelDesk): Promise<void> {
  for (;;) {
    const view = await desk.view();
    const choice = await pickOne<Way>({
      title: l10n.t("Choose Models"),
      placeholder: ladderText(view),
      canGoBack: false,
      items: waysOf(view, desk),
    });
    if (choice.kind !== "answer" || (await choice.value.go?.()) !== "back") return;
  }
}

function ladderText({ rungs }: ModelsView): string {
  if (rungs.length === 0) return l10n.t("No model is on the ladder yet. Where shall models come from?");
  return l10n.t("The ladder now: {0}", rungs.map(({ name, models }) => `${name}: ${models.join(", ")}`).join(" → "));
}

function waysOf(view: ModelsView, desk: ModelDesk): readonly Way[] {
  const separator = (label: string): Way => ({ label, kind: QuickPickItemKind.Separator });
  return [
    separator(l10n.t("On this machine: free, and nothing leaves it")),
    ...ollamaWays(view, desk),
    separator(l10n.t("Hosted, with your own key")),
    ...view.providers.map(
      (provider): Way => ({
        label: provider.hasKey ? `$(pass) ${provider.name}` : `$(key) ${provider.name}`,
        description: provider.hasKey ? l10n.t("key is set") : l10n.t("needs a key"),
        detail: provider.models.join(", "),
        go: () => fromProvider(provider, view, desk),
      }),
    ),
    {
      label: `$(globe) ${l10n.t("Any OpenAI-compatible address…")}`,
      description: l10n.t("your own server or another host"),
      go: () => chooseFromAddress(view, desk),
    },
    ...(view.models.length === 0 ? [] : [separator(l10n.t("The ladder")), ...ladderWays(view, desk)]),
  ];
}

function ollamaWays({ ollama }: ModelsView, desk: ModelDesk): readonly Way[] {
  if (ollama.kind === "absent") {
    return [
      {
        label: "$(circle-slash) Ollama",
        description: l10n.t("not running at {0}", ollama.url),
        go: () => pullModel(desk, true),
      },
    ];
  }
  const pull: Way = { label: `$(cloud-download) ${l10n.t("Pull a model…")}`, go: () => pullModel(desk, true) };
  if (ollama.models.length === 0) return [pull];
  return [
    {
      label: "$(vm) Ollama",
      description: l10n.t("running"),
      detail: ollama.models.join(", "),
      go: () => chooseFromOllama(desk, true),
    },
    pull,
  ];
}

async function fromProvider(
  provider: ModelsView["providers"][number],
  view: ModelsView,
  desk: ModelDesk,
): Promise<End> {
  if (!provider.hasKey) {
    const key = await askKey(provider, true, desk);
    if (key.kind !== "answer") return key.kind;
  }
  // Its list was made before the key came: what the key brings in must not count as found.
  return chooseFromHost({ ...provider, endpoint: provider.id }, view, desk, true);
}

function ladderWays(view: ModelsView, desk: ModelDesk): readonly Way[] {
  return [
    { label: `$(layers) ${l10n.t("Arrange the rungs…")}`, go: () => arrange(view, desk) },
    { label: `$(beaker) ${l10n.t("Test a model…")}`, go: () => testOne(view, desk) },
  ];
}

async function arrange(view: ModelsView, desk: ModelDesk): Promise<End> {
  const title = l10n.t("Arrange the Rungs");
  const names = [...new Set([...view.rungs.map(({ name }) => name), ...usualRungs])];
  const items = names.map((label) => ({
    label,
    detail: view.rungs.find(({ name }) => name === label)?.models.join(", ") ?? l10n.t("empty"),
  }));
  const rung = await pickOne({
    title,
    canGoBack: true,
    items,
    placeholder: l10n.t("Which rung? The weakest is first."),
  });
  if (rung.kind !== "answer") return rung.kind;
  const models = await pickSome({
    title: l10n.t("Models on {0}", rung.value.label),
    canGoBack: true,
    placeholder: l10n.t("One that stands on another rung moves here."),
    items: view.models.map(({ id, rung: on }) => ({
      label: id,
      picked: on === rung.value.label,
      ...(on !== undefined && { description: on }),
    })),
  });
  if (models.kind !== "answer") return models.kind;
  const chosen = models.value.map(({ label }) => label);
  await desk.write(withRung(desk.settings(), rung.value.label, chosen, view), view);
  return "back";
}

async function testOne(view: ModelsView, desk: ModelDesk): Promise<End> {
  const items = view.models.map(({ id, rung, hasKey }) => ({
    label: id,
    description: hasKey ? (rung ?? "") : l10n.t("needs a key"),
  }));
  const placeholder = l10n.t("Two small calls. They are booked like all others.");
  const model = await pickOne({ title: l10n.t("Test a Model"), canGoBack: true, items, placeholder });
  if (model.kind !== "answer") return model.kind;
  await desk.test(model.value.label);
  return "done";
}
