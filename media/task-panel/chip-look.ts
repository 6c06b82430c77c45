import { t } from "@vscode/l10n";
import type { ContextItem } from "../../server/protocol/requests.ts";
import { visibleLine } from "../shared/visible-text.ts";

export interface ChipLook {
  /** A codicon. */
  readonly name: string;
  readonly label: string;
  readonly detail: string;
}

export function chipLook(item: ContextItem): ChipLook {
  switch (item.kind) {
    case "file":
      return { name: "file", label: baseName(item.path), detail: visibleLine(item.path) };
    case "folder":
      return { name: "folder", label: `${baseName(item.path)}/`, detail: visibleLine(item.path) };
    case "selection": {
      const [first, last] = [item.startLine + 1, Math.max(item.startLine + 1, item.endLine)];
      const lines = first === last ? `${first}` : `${first}–${last}`;
      return {
        name: "list-selection",
        label: `${baseName(item.path)}:${lines}`,
        detail: t("Lines {0} of {1}", lines, visibleLine(item.path)),
      };
    }
    case "problems":
      return {
        name: "warning",
        label: t("{0} problems", item.problems.length),
        detail: t("Problems that the editor reports"),
      };
    case "changes":
      return { name: "git-compare", label: t("Changes"), detail: t("What git calls changed") };
  }
}

function baseName(path: string): string {
  return visibleLine(
    path
      .replace(/[\\/]+$/, "")
      .split(/[\\/]/)
      .at(-1) ?? path,
  );
}
