import type { EvidenceView, VerdictView } from "../protocol/events.ts";

export type Evidence = EvidenceView;
/** `proved` needs evidence that the work is done, `unproved` means that nothing could check it, `refuted` that a check failed. */
export type Verdict = VerdictView;
