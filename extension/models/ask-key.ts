import { l10n } from "vscode";
import type { DialectName } from "../../server/protocol/requests.ts";
import { ServerFailure } from "../connection/server-failure.ts";
import { type Answer, askText } from "./ask.ts";
import type { ModelDesk } from "./model-desk.ts";
import { keyHint } from "./model-words.ts";

export interface KeyFor {
  /** As a person calls the host. */
  readonly name: string;
  readonly keyName: string;
  readonly dialect: DialectName;
  readonly url: string;
}

/** Asks for a key, shows it to its host before it is kept, and keeps it when the host takes it. Answers with its name. */
export async function askKey(host: KeyFor, canGoBack: boolean, desk: ModelDesk): Promise<Answer<string>> {
  const answer = await askText({
    title: l10n.t("API Key for {0}", host.name),
    prompt: l10n.t(
      "Paste the key. It is kept in the editor's secret storage as {0} and goes to {1} only.",
      host.keyName,
      host.name,
    ),
    password: true,
    canGoBack,
    mistake: keyHint,
    check: (key) => refusalOf(key.trim(), host, desk),
  });
  if (answer.kind !== "answer") return answer;
  await desk.keys.set(host.keyName, answer.value);
  return { kind: "answer", value: host.keyName };
}

/** What the host says against the key. A host that can't be asked now is no reason not to keep it: the test says more. */
async function refusalOf(key: string, { dialect, url }: KeyFor, { parts }: ModelDesk): Promise<string | undefined> {
  try {
    await parts.server.request("stepladder/models/list", { dialect, url, key });
    return undefined;
  } catch (error) {
    return error instanceof ServerFailure && error.kind === "refused" ? error.message : undefined;
  }
}
