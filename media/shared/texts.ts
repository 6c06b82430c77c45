import { config } from "@vscode/l10n";

/** Takes the translations that came with the page. To be called before the first text is asked for with `t`. */
export function loadTexts(): void {
  const element = document.getElementById("texts");
  config({ contents: element?.textContent ?? "{}" });
}
