import { commands, l10n, type QuickPickItem } from "vscode";
import type { ModelsView } from "../../server/protocol/requests.ts";
import { pickOne } from "./ask.ts";
import type { ModelDesk } from "./model-desk.ts";
import { grouped, pinnedInFile, readSay, writeSay } from "./say-desk.ts";
import { kindsPinned, type SaySettings, withExclusionToggled } from "./say-settings.ts";

interface ModelItem extends QuickPickItem {
  readonly model?: string;
}

/** The models that are never used. What is excluded shows first and goes when it is chosen again. */
export async function excludeModel(desk: ModelDesk): Promise<void> {
  for (let changed = false; ; changed = true) {
    const view = await desk.view();
    if (view.models.length === 0) return await commands.executeCommand("stepladder.chooseModels");
    const settings = readSay();
    const choice = await pickOne<ModelItem>({
      title: l10n.t("Exclude a Model"),
      placeholder: l10n.t("Which model shall never be used, whatever it would save? Escape when you are done."),
      canGoBack: false,
      items: modelItems(settings, view),
    });
    if (choice.kind !== "answer" || choice.value.model === undefined) {
      if (changed) void desk.parts.notify.info(excludedText(view));
      return;
    }
    const { model } = choice.value;
    const said = withExclusionToggled(model, settings, view);
    if (said.kind === "in-file") {
      void desk.parts.notify.warn(pinnedInFile(model));
      return;
    }
    await writeSay(settings, said.settings);
  }
}

function modelItems(settings: SaySettings, view: ModelsView): readonly ModelItem[] {
  const open = view.models.filter(({ id }) => !view.excluded.includes(id));
  return [
    ...grouped(
      l10n.t("Excluded"),
      view.excluded.map((model) => ({
        model,
        label: `$(circle-slash) ${model}`,
        description: l10n.t("choose it to take it back"),
      })),
    ),
    ...grouped(
      l10n.t("Models"),
      open.map(({ id, rung }) => ({ model: id, label: id, description: aboutModel(id, rung, settings, view) })),
    ),
  ];
}

function aboutModel(id: string, rung: string | undefined, settings: SaySettings, view: ModelsView): string {
  const pinned = kindsPinned(id, settings, view);
  const pins = pinned.length === 0 ? "" : l10n.t("pinned for {0}, which ends then", pinned.join(", "));
  return [rung ?? "", pins].filter((part) => part !== "").join(" · ");
}

function excludedText({ excluded }: ModelsView): string {
  return excluded.length === 0
    ? l10n.t("No model is excluded any more.")
    : l10n.t("Never used: {0}.", excluded.join(", "));
}
