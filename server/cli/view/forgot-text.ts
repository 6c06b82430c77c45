import type { Forgot } from "../../agent/forget-routes.ts";
import type { Kind } from "../../protocol/events.ts";

export function forgotText(
  { attempts, models }: Extract<Forgot, { kind: "forgotten" }>,
  kind: Kind | undefined,
): string {
  const whose = models === undefined ? "" : ` of ${models.join(", ")}`;
  const where = kind === undefined ? "" : ` at ${kind} work`;
  if (attempts === 0) return `There was nothing to forget${whose}${where}.`;
  const count = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  return `Forgotten: ${count}${whose}${where}. The ledger and its receipts are as they were.`;
}
