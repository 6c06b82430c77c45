import type { Kind } from "./events.ts";

export const kinds = [
  ...(["edit", "inline-edit", "fix", "test", "refactor", "explore", "ask", "explain"] as const),
  ...(["review", "summarize", "title", "commit-message", "compact", "complete"] as const),
] as const satisfies readonly Kind[];
