import { t } from "@vscode/l10n";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { ModelsView } from "../../server/protocol/requests.ts";
import { icon } from "../shared/icon.ts";
import { visibleLine } from "../shared/visible-text.ts";
import type { Action } from "./messages.ts";
import { type Loaded, usableModels } from "./page-state.ts";
import { sends } from "./send.ts";

/** What was found on this machine and what is missing, each with one click; nothing once there is a model to work with. */
export function setUpCard(models: Loaded<ModelsView>, hasTasks: boolean): TemplateResult | typeof nothing {
  if (models.kind === "waiting") return nothing;
  if (models.kind === "failed") {
    return html`<section class="card"><h2>${icon("error", undefined, "bad")}<span>${t("The models could not be read")}</span></h2><p>${models.message}</p>
      <div class="buttons">${act("doctor", t("Run Doctor"))}<vscode-button secondary @click=${sends({ type: "find-models" })}>${t("Try Again")}</vscode-button></div></section>`;
  }
  const usable = usableModels(models.value);
  if (usable > 0 && hasTasks) return nothing;
  return html`<section class="card set-up" aria-label=${t("Set up")}>
    <h2>${usable > 0 ? t("Ready to work") : t("One thing is missing: a model")}</h2>
    <ul class="findings">${ollamaLine(models.value)}${keysLine(models.value)}${ladderLine(models.value)}</ul>
    ${usable > 0 ? html`<p class="quiet">${t("Say below what to do. The cheapest model that will finish it begins; each result is checked.")}</p>` : nothing}
    <div class="buttons">${act("choose-models", t("Choose Models…"), usable > 0)}${act("doctor", t("Doctor"), true)}
      <vscode-button secondary icon="refresh" title=${t("Look again")} aria-label=${t("Look again")} @click=${sends({ type: "find-models" })}></vscode-button></div>
  </section>`;
}

function ollamaLine(models: ModelsView): TemplateResult {
  const { ollama } = models;
  if (ollama.kind === "absent") {
    return finding(
      "circle-outline",
      "quiet",
      t("No Ollama runs here"),
      visibleLine(ollama.because),
      "get-ollama",
      t("Get Ollama"),
    );
  }
  if (ollama.models.length === 0) {
    return finding(
      "warning",
      "attention",
      t("Ollama runs, but has no model yet"),
      ollama.url,
      "pull-model",
      t("Pull a Model…"),
    );
  }
  const names = ollama.models.slice(0, 4).map(visibleLine).join(", ");
  const more = ollama.models.length > 4 ? t("{0} and {1} more", names, ollama.models.length - 4) : names;
  return finding("pass", "good", t("Ollama runs"), more, "pull-model", t("Pull another…"));
}

function keysLine(models: ModelsView): TemplateResult {
  const withKey = models.providers.filter((it) => it.hasKey).map((it) => it.name);
  if (withKey.length === 0) {
    return finding(
      "circle-outline",
      "quiet",
      t("No API key yet"),
      t("One key is enough for hosted models."),
      "set-api-key",
      t("Set API Key…"),
    );
  }
  return finding("pass", "good", t("Keys are set"), withKey.join(", "), "set-api-key", t("Set another…"));
}

function ladderLine(models: ModelsView): TemplateResult | typeof nothing {
  const rungs = models.rungs.filter((rung) => rung.models.length > 0);
  if (rungs.length === 0) return nothing;
  return html`<li>${icon("list-ordered", undefined, "good")}<span><strong>${t("Your ladder")}</strong>
    <ol class="rungs">${rungs.map((rung) => html`<li><span class="rung">${visibleLine(rung.name)}</span> ${rung.models.map(visibleLine).join(", ")}</li>`)}</ol></span></li>`;
}

function finding(
  name: string,
  tone: string,
  title: string,
  detail: string,
  action: Action,
  label: string,
): TemplateResult {
  return html`<li>${icon(name, undefined, tone)}<span><strong>${title}</strong> <span class="quiet">${detail}</span></span>
    <button class="link" @click=${sends({ type: "run", action })}>${label}</button></li>`;
}

function act(action: Action, label: string, secondary = false): TemplateResult {
  return html`<vscode-button ?secondary=${secondary} @click=${sends({ type: "run", action })}>${label}</vscode-button>`;
}
