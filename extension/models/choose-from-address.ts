import { l10n } from "vscode";
import type { ModelsView } from "../../server/protocol/requests.ts";
import { askText, pickOne } from "./ask.ts";
import { askKey } from "./ask-key.ts";
import { chooseFromHost, type Host } from "./choose-from-host.ts";
import { endpointName, keyNameFor, mayCarryKey } from "./host-address.ts";
import { splitId } from "./ladder-settings.ts";
import type { ModelDesk } from "./model-desk.ts";
import { addressHint } from "./model-words.ts";
import { runSteps } from "./steps.ts";

/** A host that nobody knows: its address, a key or none, then its models. */
export async function chooseFromAddress(view: ModelsView, desk: ModelDesk): Promise<"done" | "back" | "cancelled"> {
  const title = l10n.t("OpenAI-Compatible Address");
  let url = "";
  let keyName: string | undefined;
  const host = (): Host => {
    const endpoint = endpointAt(url, view, desk);
    return { endpoint, name: new URL(url).host, dialect: "openai-chat", url, keyName, models: [], rungs: {} };
  };
  return await runSteps(
    [
      async ({ canGoBack }) => {
        const answer = await askText({
          title,
          canGoBack,
          prompt: l10n.t("The base address of the API; most end in /v1."),
          placeholder: "https://models.example.com/v1",
          value: url,
          mistake: addressHint,
        });
        if (answer.kind === "answer") url = answer.value.replace(/\/+$/, "");
        return { kind: answer.kind === "answer" ? "next" : answer.kind };
      },
      async ({ canGoBack }) => {
        keyName = undefined;
        if (!mayCarryKey(url)) return { kind: "skipped" };
        const answer = await pickOne({
          title,
          canGoBack,
          placeholder: l10n.t("Does it want a key?"),
          items: [
            { label: `$(key) ${l10n.t("Yes, paste a key")}`, wanted: true },
            { label: `$(unlock) ${l10n.t("No key")}`, wanted: false },
          ],
        });
        if (answer.kind !== "answer") return answer;
        if (!answer.value.wanted) return { kind: "next" };
        const { endpoint, name } = host();
        const key = await askKey({ name, keyName: keyNameFor(endpoint), dialect: "openai-chat", url }, true, desk);
        if (key.kind !== "answer") return key;
        keyName = key.value;
        return { kind: "next" };
      },
      async ({ canGoBack }) => {
        const end = await chooseFromHost(host(), view, desk, canGoBack);
        return { kind: end === "done" ? "next" : end };
      },
    ],
    "may-go-back",
  );
}

/** An address that is in the settings already keeps its name. */
function endpointAt(url: string, view: ModelsView, desk: ModelDesk): string {
  const { endpoints = {} } = desk.settings();
  const own = Object.entries(endpoints).find(([, endpoint]) => endpoint.url === url);
  const taken = new Set([
    ...Object.keys(endpoints),
    ...view.models.map(({ id }) => splitId(id)[0]),
    ...view.providers.map(({ id }) => id),
  ]);
  return own?.[0] ?? endpointName(url, taken);
}
