import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { linux } from "../../../server/platform/linux.ts";
import { type CommandPolicy, createCommandPolicy } from "../../../server/safety/command-policy.ts";
import type { Decision } from "../../../server/safety/decision.ts";
import { createPathGuard } from "../../../server/safety/path-guard.ts";

export interface CaseOutcome {
  readonly id: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly why?: string;
}

const command = z.union([z.string(), z.null(), z.object({ command: z.string(), args: z.array(z.string()) })]);
const words = z.array(z.string()).catch([]);
const commandCase = z.discriminatedUnion("check", [
  z.object({
    id: z.string(),
    check: z.literal("danger-classifier"),
    base_policy: z.string(),
    command,
    expected: z.string(),
  }),
  z.object({
    id: z.string(),
    check: z.literal("plan-mode-readonly"),
    command,
    expected: z.object({ edits_files: z.boolean() }),
  }),
  z.object({
    id: z.string(),
    check: z.literal("allow-deny-config"),
    config: z.object({ allow: words.optional(), deny: words.optional() }).nullish(),
    command,
    expected: z.object({ allowed: z.boolean() }),
  }),
  z.object({
    id: z.string(),
    check: z.literal("allow-deny-prefix"),
    allow: words.nullish(),
    deny: words.nullish(),
    command,
    expected: z.string(),
  }),
  z.object({ id: z.string(), check: z.literal("dangerous-substitution"), command, expected: z.boolean() }),
]);
type CommandCase = z.infer<typeof commandCase>;

export const suite = {
  name: "safety/commands",
  async *run(cases: unknown, _folder: string): AsyncIterable<CaseOutcome> {
    const root = mkdtempSync(join(tmpdir(), "stepladder-commands-"));
    try {
      for (const raw of z.array(z.unknown()).parse(cases)) yield await runCase(raw, root);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

async function runCase(raw: unknown, root: string): Promise<CaseOutcome> {
  const parsed = commandCase.safeParse(raw);
  if (!parsed.success) return { id: idOf(raw), outcome: "skipped", why: "an unknown kind of check" };
  const one = parsed.data;
  const decision = await policyFor(one, root).judge(lineOf(one.command));
  const difference = differenceIn(one, decision);
  if (difference === undefined) return { id: one.id, outcome: "passed" };
  return { id: one.id, ...difference };
}

function policyFor(one: CommandCase, root: string): CommandPolicy {
  const paths = createPathGuard({ root, platform: linux, stateFolders: [] });
  const base = { shell: "bash" as const, paths, autoRun: [] };
  switch (one.check) {
    case "danger-classifier":
      return createCommandPolicy({ ...base, allow: [], builtIn: one.base_policy === "allowedWithoutPermission" });
    case "allow-deny-config":
      return createCommandPolicy({
        ...base,
        allow: one.config?.allow ?? [],
        deny: one.config?.deny ?? [],
        builtIn: false,
      });
    case "allow-deny-prefix":
      // That product takes a list of beginnings; here a beginning is an entry that lets further words follow.
      return createCommandPolicy({
        ...base,
        allow: (one.allow ?? []).map((entry) => `${entry} *`),
        deny: (one.deny ?? []).map((entry) => `${entry} *`),
        builtIn: false,
      });
    case "plan-mode-readonly":
    case "dangerous-substitution":
      return createCommandPolicy({ ...base, allow: [] });
  }
}

type Difference = { readonly outcome: "failed" | "skipped"; readonly why: string } | undefined;

function differenceIn(one: CommandCase, decision: Decision): Difference {
  const allowed = decision.kind === "allow";
  const because = decision.kind === "allow" ? "" : decision.because;
  switch (one.check) {
    case "danger-classifier":
      return allowed === (one.expected === "allowedWithoutPermission") ? undefined : failed(allowed, because);
    case "plan-mode-readonly":
      if (one.expected.edits_files) return allowed ? failed(allowed, because) : undefined;
      return allowed ? undefined : { outcome: "skipped", why: `reads only, but asks: ${because}` };
    case "allow-deny-config":
      return allowed === one.expected.allowed ? undefined : failed(allowed, because);
    case "allow-deny-prefix":
      return allowed === (one.expected === "auto_approve") ? undefined : failed(allowed, because);
    case "dangerous-substitution":
      if (one.expected) return allowed ? failed(allowed, because) : undefined;
      return allowed ? undefined : { outcome: "skipped", why: `no substitution, but asks: ${because}` };
  }
}

function failed(allowed: boolean, because: string): Difference {
  return { outcome: "failed", why: allowed ? "it would run unasked" : `it asks: ${because}` };
}

/** A structured command names its words; as a line they are quoted. */
function lineOf(one: z.infer<typeof command>): string {
  if (one === null || typeof one === "string") return one ?? "";
  const quoted = one.args.map((word) => (/^[\w./=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  return [one.command, ...quoted].join(" ");
}

function idOf(raw: unknown): string {
  return z.object({ id: z.string() }).safeParse(raw).data?.id ?? "?";
}
