/** The editor talks over stdio or Node's IPC. Sockets and pipes are not offered, so that nobody else can reach the server. */
export function transportProblem(words: readonly string[]): string | undefined {
  const transports = words.filter((word) => /^--(?:stdio|node-ipc|socket|pipe)(?:=|$)/.test(word));
  const [only, second] = transports;
  if (second === undefined && (only === "--stdio" || only === "--node-ipc")) return undefined;
  return "This is the language server; editors start it. Start it with --stdio or --node-ipc. For a terminal there is stepladder.";
}
