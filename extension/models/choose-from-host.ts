import { l10n, type QuickPickItem } from "vscode";
import type { ModelsView } from "../../server/protocol/requests.ts";
import { askText, pickOne, pickSome } from "./ask.ts";
import { askPrice } from "./ask-price.ts";
import { type ChosenModels, splitId, usualRungs, withChosenModels } from "./ladder-settings.ts";
import type { ModelDesk } from "./model-desk.ts";
import { runSteps, type StepEnd } from "./steps.ts";

/** A host whose models are to be chosen. */
export interface Host {
  readonly endpoint: string;
  readonly name: string;
  readonly dialect: ChosenModels["dialect"];
  readonly url: string;
  readonly keyName: string | undefined;
  /** Models that are known without asking it. */
  readonly models: readonly string[];
  /** Where they usually stand. */
  readonly rungs: Readonly<Record<string, string>>;
  /** For a host that is not configured yet; used for its list only. */
  readonly key?: string | undefined;
}

interface RungItem extends QuickPickItem {
  readonly rung?: string;
  readonly asUsual?: true;
}

/** Which of its models, on which rung; then prices where none is known, and a test of the first. */
export async function chooseFromHost(
  host: Host,
  view: ModelsView,
  desk: ModelDesk,
  canGoBack: boolean,
): Promise<"done" | "back" | "cancelled"> {
  let listed: readonly string[] | undefined;
  let models: readonly string[] = [];
  let rungOf: (model: string) => string = () => "open";
  const end = await runSteps(
    [
      async (place) => {
        listed ??= await namesAt(host, desk);
        const answer = await askModels(host, listed, view, place.canGoBack);
        if (answer.kind === "answer") models = answer.value;
        return asEnd(answer.kind);
      },
      async (place) => {
        const answer = await askRung(host, models, view, place.canGoBack);
        if (answer.kind === "answer") rungOf = answer.value;
        return asEnd(answer.kind);
      },
    ],
    canGoBack ? "may-go-back" : "starts-here",
  );
  if (end !== "done") return end;
  const { endpoint, dialect, url, keyName } = host;
  const chosen = { endpoint, dialect, url, keyName, models: models.map((name) => ({ name, rung: rungOf(name) })) };
  await desk.write(withChosenModels(desk.settings(), chosen, view), view);
  await askPrices(chosen, desk);
  const first = models[0];
  if (first !== undefined) await desk.test(`${endpoint}/${first}`);
  return "done";
}

function asEnd(kind: "answer" | "back" | "cancelled"): StepEnd {
  return { kind: kind === "answer" ? "next" : kind };
}

/** Never rejects: a host without a list has models all the same, which the user can name. */
async function namesAt(
  { dialect, url, key, models, keyName }: Host,
  { parts, keys }: ModelDesk,
): Promise<readonly string[]> {
  const given = key ?? (keyName === undefined ? undefined : (await keys.all())[keyName]);
  try {
    const answer = await parts.server.request("stepladder/models/list", {
      dialect,
      url,
      ...(given !== undefined && { key: given }),
    });
    return [...new Set([...models, ...answer.models])];
  } catch (error) {
    if (models.length === 0) parts.notify.failure(error);
    return models;
  }
}

type Models = { readonly kind: "answer"; readonly value: readonly string[] } | { readonly kind: "back" | "cancelled" };

async function askModels(host: Host, listed: readonly string[], view: ModelsView, canGoBack: boolean): Promise<Models> {
  const title = l10n.t("Models of {0}", host.name);
  if (listed.length === 0) return typedModels(title, canGoBack);
  const used = new Set(
    view.models
      .map(({ name }) => splitId(name))
      .flatMap(([endpoint, model]) => (endpoint === host.endpoint ? [model] : [])),
  );
  const start = used.size > 0 ? used : new Set(host.models);
  const items = listed.map((label) => ({
    label,
    picked: start.has(label),
    ...(host.rungs[label] !== undefined && { description: host.rungs[label] }),
  }));
  const answer = await pickSome({ title, canGoBack, items, placeholder: l10n.t("Which models may be used?") });
  return answer.kind === "answer" ? { kind: "answer", value: answer.value.map(({ label }) => label) } : answer;
}

async function typedModels(title: string, canGoBack: boolean): Promise<Models> {
  const answer = await askText({
    title,
    canGoBack,
    prompt: l10n.t("The models' names as the host knows them, with commas between them."),
    mistake: (text) => (namesIn(text).length > 0 ? undefined : l10n.t("Write at least one name.")),
  });
  return answer.kind === "answer" ? { kind: "answer", value: namesIn(answer.value) } : answer;
}

function namesIn(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== ""),
    ),
  ];
}

type RungChoice =
  | { readonly kind: "answer"; readonly value: (model: string) => string }
  | { readonly kind: "back" | "cancelled" };

async function askRung(
  host: Host,
  models: readonly string[],
  view: ModelsView,
  canGoBack: boolean,
): Promise<RungChoice> {
  const title = l10n.t("Rung for {0}", models.length === 1 ? (models[0] ?? "") : l10n.t("{0} models", models.length));
  const known = models.every((model) => host.rungs[model] !== undefined);
  const names = [...new Set([...view.rungs.map(({ name }) => name), ...usualRungs])];
  const items: RungItem[] = [
    ...(known ? [{ label: `$(sparkle) ${l10n.t("Where they usually stand")}`, asUsual: true as const }] : []),
    ...names.map((rung) => ({ label: rung, rung, description: modelsOn(rung, view) })),
    { label: `$(add) ${l10n.t("Another rung…")}` },
  ];
  const placeholder = l10n.t("Cheap models stand low; strong ones are used when the proof fails below them.");
  const answer = await pickOne({ title, canGoBack, items, placeholder });
  if (answer.kind !== "answer") return answer;
  const { rung, asUsual } = answer.value;
  if (asUsual) return { kind: "answer", value: (model) => host.rungs[model] ?? "open" };
  const name = rung === undefined ? await askRungName(title) : ({ kind: "answer", value: rung } as const);
  return name.kind === "answer" ? { kind: "answer", value: () => name.value } : name;
}

function modelsOn(rung: string, view: ModelsView): string {
  return view.rungs.find(({ name }) => name === rung)?.models.join(", ") ?? "";
}

function askRungName(title: string) {
  return askText({
    title,
    canGoBack: true,
    prompt: l10n.t("The new rung's name. It stands above all others; its place can be changed in the settings."),
    mistake: (text) =>
      /^[A-Za-z0-9][A-Za-z0-9 _-]{0,39}$/.test(text.trim())
        ? undefined
        : l10n.t("Write a short name of letters, digits, dash and underscore."),
  });
}

/** An unknown price is not zero: without one the model would be refused. */
async function askPrices({ endpoint, models }: ChosenModels, desk: ModelDesk): Promise<void> {
  const view = await desk.view();
  const chosen = new Set(models.map(({ name }) => `${endpoint}/${name}`));
  const unpriced = view.models.flatMap(({ name, price }) => (price.kind === "unknown" ? [name] : []));
  for (const name of new Set(unpriced)) {
    if (chosen.has(name) && (await askPrice(name, view, desk)) === "cancelled") return;
  }
}
