import type { Parts } from "../parts.ts";
import type { ChangeReview } from "./change-review.ts";
import type { InlineSession } from "./inline-session.ts";
import type { LiveDecorations } from "./live-decorations.ts";
import type { RecoveryStore } from "./recovery-store.ts";
import type { DiagnosticsWatch } from "./settled-diagnostics.ts";

export type SessionState =
  /** Text comes in, or is waited for. */
  | { readonly kind: "streaming" }
  /** The whole replacement stands in the document as it would be saved, and is checked. */
  | { readonly kind: "checking" }
  /** The user decides. */
  | { readonly kind: "review"; readonly review: ChangeReview }
  /** The text from before comes back. */
  | { readonly kind: "restoring" }
  | { readonly kind: "ended" };

export interface SessionParts extends Pick<Parts, "server" | "tasks" | "notify"> {
  readonly decorations: LiveDecorations;
  readonly diagnostics: DiagnosticsWatch;
  readonly recovery: RecoveryStore;
  /** Its state or progress has changed. */
  changed(session: InlineSession): void;
  /** The document was put back to what is saved, as the editor also does before it closes one without saving. */
  reverted(session: InlineSession): Promise<void>;
}

export interface Continuation {
  readonly task: string;
  readonly how: "retry" | "escalate";
  readonly hint?: string;
}
