import type { Disposable, Webview } from "vscode";

/** The extension's end of the line to one page. */
export interface Channel<ToPage> extends Disposable {
  /** Messages to a page that is hidden or gone are dropped. */
  send(message: ToPage): void;
}

/**
 * Connects a page: `check` turns what comes in into a message, or undefined when it is none, and then nothing happens.
 * What goes wrong in `handle` is told to `failed`.
 */
export function openChannel<ToPage, FromPage>(
  webview: Webview,
  check: (value: unknown) => FromPage | undefined,
  handle: (message: FromPage) => void | Promise<void>,
  failed: (error: unknown) => void,
): Channel<ToPage> {
  const listener = webview.onDidReceiveMessage(async (value: unknown) => {
    const message = check(value);
    if (message === undefined) return;
    try {
      await handle(message);
    } catch (error) {
      failed(error);
    }
  });
  return {
    send: (message) => void webview.postMessage(message),
    dispose: () => listener.dispose(),
  };
}
