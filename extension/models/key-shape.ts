/** What is wrong with a pasted key at first sight. Whether it is valid, only its host can say. */
export type KeyMistake = "empty" | "assignment" | "inner-blanks" | "characters" | "short" | "address";

const shortestKey = 8;

export function keyMistake(pasted: string): KeyMistake | undefined {
  const key = pasted.trim();
  if (key === "") return "empty";
  if (/^https?:\/\//i.test(key)) return "address";
  if (/^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=|^Bearer\s/i.test(key) && !/=+$/.test(key)) return "assignment";
  if (/\s/.test(key)) return "inner-blanks";
  if (!/^[\x21-\x7e]+$/.test(key)) return "characters";
  return key.length < shortestKey ? "short" : undefined;
}

/** The name of a key, as the usual environment variables are written. */
export function isKeyName(text: string): boolean {
  return /^[A-Z][A-Z0-9_]{0,63}$/.test(text);
}
