import { secretShapes } from "./secret-shapes.ts";

export interface Redactor {
  /** Replaces the given secrets, however they are encoded; for text that must stay otherwise as it is. */
  exact(text: string): string;
  /** Also masks everything that has the form of a key; for logs and exports. */
  redact(text: string): string;
}

const shortest = 6;

/** Secrets shorter than six characters are left out: replacing them would garble ordinary text and tell what they are. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= shortest).flatMap(formsOf))];
  // Longest first, so that a key which contains another is replaced whole.
  forms.sort((one, other) => other.length - one.length);
  const known = forms.length === 0 ? undefined : new RegExp(forms.map((form) => escaped(form)).join("|"), "g");
  const exact = (text: string) => (known === undefined ? text : text.replace(known, "<redacted:key>"));
  return { exact, redact: (text) => maskShapes(exact(text)) };
}

export function maskShapes(text: string): string {
  return secretShapes.reduce((masked, { rule, pattern }) => masked.replace(pattern, `<redacted:${rule}>`), text);
}

/** The spellings under which a key turns up in bodies, addresses, headers and nested JSON. */
function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURI(secret.toWellFormed()),
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams({ k: secret }).toString().slice(2),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
    Buffer.from(secret).toString("hex"),
  ];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
