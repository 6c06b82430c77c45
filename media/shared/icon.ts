import { html, type TemplateResult } from "lit";

/** A codicon beside a text that says the same; with a label it speaks for itself. */
export function icon(name: string, label?: string, className = ""): TemplateResult {
  const classes = `codicon codicon-${name} ${className}`;
  if (label === undefined) return html`<span class=${classes} aria-hidden="true"></span>`;
  return html`<span class=${classes} role="img" aria-label=${label} title=${label}></span>`;
}
