/** Whether the value of `key` is anything but the name of an environment variable. Such text is never shown. */
export function looksLikeKey(text: string): boolean {
  if (!/^[A-Z][A-Z0-9_]{0,63}$/.test(text)) return true;
  return !text.includes("_") && text.length >= 16 && /\d/.test(text);
}

/** Second half of a sentence on what is wrong with a base address; never holds the address, which may hold a key. */
export function urlMistake(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not an address; write for example "https://openrouter.ai/api/v1"';
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https:// or http://; correct it";
  if (url.username !== "" || url.password !== "") {
    return "holds a user name or password; put the key into an environment variable and name it under `key`";
  }
  if (url.search !== "" || url.hash !== "") {
    return "has a part after ? or #; remove it, and put a key into an environment variable named under `key`";
  }
  return undefined;
}

/** Whether an address can only mean this machine. */
export function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const host = new URL(text).hostname;
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Ollama passes the models of these names on to its own cloud, whatever the address says. */
export function isCloudModel(model: string): boolean {
  return /(?::|-)cloud$/.test(model);
}
