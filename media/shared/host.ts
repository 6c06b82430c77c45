/** The page's end of the line to the extension. */
export interface Host<ToExtension, FromExtension, State> {
  send(message: ToExtension): void;
  /** Calls back for every message from now on. Only the extension can post to the page, so they are taken as typed. */
  listen(handle: (message: FromExtension) => void): void;
  /** What `keep` was last given, also after the page was hidden or the window reloaded. */
  kept(): State | undefined;
  keep(state: State): void;
}

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): EditorApi;

/** May be called once in a page. */
export function connect<ToExtension, FromExtension, State>(): Host<ToExtension, FromExtension, State> {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    listen: (handle) => addEventListener("message", (event: MessageEvent) => handle(event.data as FromExtension)),
    kept: () => (api.getState() ?? undefined) as State | undefined,
    keep: (state) => api.setState(state),
  };
}
