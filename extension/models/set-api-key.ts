import { l10n, type QuickPickItem, QuickPickItemKind, ThemeIcon } from "vscode";
import type { ModelsView } from "../../server/protocol/requests.ts";
import { askText, pickOne } from "./ask.ts";
import { askKey } from "./ask-key.ts";
import { chooseFromHost } from "./choose-from-host.ts";
import { isKeyName } from "./key-shape.ts";
import { splitId } from "./ladder-settings.ts";
import type { ModelDesk } from "./model-desk.ts";
import { keyHint } from "./model-words.ts";

type Provider = ModelsView["providers"][number];

interface KeyItem extends QuickPickItem {
  readonly keyName?: string;
  readonly provider?: Provider;
}

/** *Set API Key…*: a provider or a name, the key, and a test that says at once what works. Stored keys can be deleted. */
export async function setApiKey(desk: ModelDesk): Promise<void> {
  const [view, stored] = await Promise.all([desk.view(), desk.keys.names()]);
  for (;;) {
    const choice = await pickOne<KeyItem>({
      title: l10n.t("Set API Key"),
      placeholder: l10n.t("Whose key?"),
      canGoBack: false,
      items: itemsOf(view, stored),
      onButton: (item) => void deleteKey(item.keyName ?? "", desk),
    });
    if (choice.kind !== "answer") return;
    const { provider, keyName } = choice.value;
    const end = provider === undefined ? await setNamed(keyName, desk) : await setForProvider(provider, view, desk);
    if (end !== "back") return;
  }
}

function itemsOf(view: ModelsView, stored: readonly string[]): readonly KeyItem[] {
  const deleteButton = { iconPath: new ThemeIcon("trash"), tooltip: l10n.t("Delete this key") };
  const ofProviders = new Set(view.providers.map(({ keyName }) => keyName));
  const providers = view.providers.map((provider): KeyItem => {
    const { name, keyName, hasKey } = provider;
    const here = stored.includes(keyName);
    const state = here ? l10n.t("key is set") : hasKey ? l10n.t("key comes from the environment") : undefined;
    return {
      label: hasKey ? `$(pass) ${name}` : `$(key) ${name}`,
      ...(state !== undefined && { description: state }),
      provider,
      keyName,
      ...(here && { buttons: [deleteButton] }),
    };
  });
  const others = stored
    .filter((name) => !ofProviders.has(name))
    .map(
      (keyName): KeyItem => ({
        label: `$(pass) ${keyName}`,
        description: l10n.t("key is set"),
        keyName,
        buttons: [deleteButton],
      }),
    );
  const set = [...providers.filter(({ buttons }) => buttons !== undefined), ...others];
  const missing = providers.filter(({ buttons }) => buttons === undefined);
  const separator = (label: string): KeyItem => ({ label, kind: QuickPickItemKind.Separator });
  return [
    ...(set.length > 0 ? [separator(l10n.t("Keys that are set")), ...set] : []),
    separator(l10n.t("Providers")),
    ...missing,
    { label: `$(add) ${l10n.t("A key by another name…")}` },
  ];
}

async function setForProvider(provider: Provider, view: ModelsView, desk: ModelDesk): Promise<"done" | "back"> {
  const key = await askKey(provider, true, desk);
  if (key.kind !== "answer") return key.kind === "back" ? "back" : "done";
  const after = await desk.view();
  const ready = after.models.find(({ id, hasKey }) => hasKey && splitId(id)[0] === provider.id);
  if (ready !== undefined) await desk.test(ready.id);
  else await chooseFromHost({ ...provider, endpoint: provider.id }, view, desk, false);
  return "done";
}

async function setNamed(known: string | undefined, desk: ModelDesk): Promise<"done" | "back"> {
  const name =
    known === undefined
      ? await askText({
          title: l10n.t("Set API Key"),
          prompt: l10n.t("The name under which an endpoint asks for the key, such as CLUSTER_API_KEY."),
          placeholder: "CLUSTER_API_KEY",
          canGoBack: true,
          mistake: (text) =>
            isKeyName(text.trim())
              ? undefined
              : l10n.t("Write capital letters, digits and underscores, such as CLUSTER_API_KEY."),
        })
      : ({ kind: "answer", value: known } as const);
  if (name.kind !== "answer") return name.kind === "back" ? "back" : "done";
  const key = await askText({
    title: l10n.t("API Key {0}", name.value),
    prompt: l10n.t("Paste the key. It is kept in the editor's secret storage only."),
    password: true,
    canGoBack: true,
    mistake: keyHint,
  });
  if (key.kind !== "answer") return key.kind === "back" ? "back" : "done";
  await desk.keys.set(name.value, key.value);
  void desk.parts.notify.info(
    l10n.t("The key {0} is kept. Endpoints that name it can use it from now on.", name.value),
  );
  return "done";
}

async function deleteKey(name: string, { keys, parts }: ModelDesk): Promise<void> {
  const detail = l10n.t("Models of its host can't be used until you set it again.");
  if (!(await parts.notify.confirm(l10n.t("Delete the key {0}?", name), detail, l10n.t("Delete")))) return;
  await keys.delete(name);
  void parts.notify.info(l10n.t("The key {0} is deleted.", name));
}
