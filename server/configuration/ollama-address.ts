import { isLoopback } from "./written-values.ts";

/** Where a local Ollama would be, by its own variable `OLLAMA_HOST`. */
export type OllamaAddress =
  | { readonly kind: "this-machine"; readonly url: string }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "unreadable" };

const usualPort = 11_434;

/** Reads what Ollama itself accepts: nothing, `host`, `host:port`, `:port` or a whole address. */
export function ollamaAddress(host: string | undefined): OllamaAddress {
  const text = (host ?? "").trim().replace(/^["']|["']$/g, "");
  const whole = text.includes("://") ? text : `http://${withPort(text)}`;
  if (!URL.canParse(whole)) return { kind: "unreadable" };
  const url = new URL(whole);
  if (url.protocol !== "http:" && url.protocol !== "https:") return { kind: "unreadable" };
  // A server that listens everywhere is asked on this machine.
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  if (url.hostname === "[::]") url.hostname = "[::1]";
  if (url.username !== "" || url.password !== "" || !isLoopback(url.href)) return { kind: "elsewhere" };
  return { kind: "this-machine", url: `${url.origin}${url.pathname.replace(/\/+$/, "")}` };
}

function withPort(text: string): string {
  if (text === "") return `127.0.0.1:${usualPort}`;
  const bareIpv6 = /^[^[]*:[^[]*:/.test(text);
  if (bareIpv6) return `[${text}]:${usualPort}`;
  if (text.startsWith(":")) return `127.0.0.1${text}`;
  return /:\d+(?:\/|$)/.test(text) ? text : text.replace(/^[^/]*/, `$&:${usualPort}`);
}
