/** One thing that was looked at. A warning or problem has the next step. */
export type Finding =
  | { readonly kind: "ok"; readonly subject: string; readonly message: string }
  | { readonly kind: "warning" | "problem"; readonly subject: string; readonly message: string; readonly next: string };

export function ok(subject: string, message: string): Finding {
  return { kind: "ok", subject, message };
}

export function warning(subject: string, message: string, next: string): Finding {
  return { kind: "warning", subject, message, next };
}

export function problem(subject: string, message: string, next: string): Finding {
  return { kind: "problem", subject, message, next };
}
