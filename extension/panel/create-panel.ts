import { Disposable, window } from "vscode";
import type { Panel } from "../parts.ts";
import type { PanelParts, PanelView } from "./panel-view.ts";
import { viewId } from "./view-id.ts";

/** The task panel in the side bar. What it does is read from disk when it is first shown. */
export function createPanel(parts: PanelParts): Panel & Disposable {
  let view: PanelView | undefined;
  const opened = async (): Promise<PanelView> => {
    const { PanelView } = await import("./panel-view.ts");
    view ??= new PanelView(parts);
    return view;
  };
  const provider = window.registerWebviewViewProvider(viewId, {
    resolveWebviewView: async (shown) => (await opened()).resolve(shown),
  });
  return {
    get visible() {
      return view?.visible ?? false;
    },
    show: async (draft) => (await opened()).tell({ type: "show-prompt", draft }),
    showTask: async (task) => (await opened()).tell({ type: "show-task", task }),
    tellUndone: (task, undo) => view?.tellUndone(task, undo),
    dispose: () => Disposable.from(provider, { dispose: () => view?.dispose() }).dispose(),
  };
}
