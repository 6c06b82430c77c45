import { z } from "zod";

/** What a reply's parts were signed with. A host of this dialect refuses the next tool turn without them. */
const signatures = z.object({
  text: z.string().optional(),
  /** By the position of the call. */
  calls: z.array(z.string().nullable()),
});

export type Signatures = z.infer<typeof signatures>;

export function readSignatures(block: unknown): Signatures {
  return signatures.safeParse(block).data ?? { calls: [] };
}
