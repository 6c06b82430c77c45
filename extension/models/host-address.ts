/** What is wrong with a typed address. */
export type AddressMistake = "no-address" | "credentials" | "query";

export function addressMistake(typed: string): AddressMistake | undefined {
  const text = typed.trim();
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return "no-address";
  const { username, password, search, hash } = new URL(text);
  if (username !== "" || password !== "") return "credentials";
  return search !== "" || hash !== "" ? "query" : undefined;
}

/** Whether a key may go there: encrypted, or not over any network. */
export function mayCarryKey(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  const loopback = hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname);
  return protocol === "https:" || loopback;
}

/** A name for the endpoint at an address: its host's own word, such as `cluster` of `models.cluster.example`. */
export function endpointName(address: string, taken: ReadonlySet<string>): string {
  const { hostname } = new URL(address);
  const labels = hostname.split(".").filter((label) => !/^(?:api|www|models?|llm|v\d+)$/i.test(label));
  const isNumber = /^[\d.]+$|^\[/.test(hostname);
  const word = isNumber || hostname === "localhost" ? "local-server" : (labels.at(-2) ?? labels[0] ?? "host");
  const name = word.toLowerCase().replaceAll(/[^a-z0-9._-]/g, "-");
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}

/** The name under which an endpoint's key is kept, such as `CLUSTER_API_KEY`. */
export function keyNameFor(endpoint: string): string {
  const word = endpoint.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
  return `${/^[A-Z]/.test(word) ? "" : "HOST_"}${word}_API_KEY`;
}
