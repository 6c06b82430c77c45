import type { Endpoint, ServedModel } from "../models/endpoint.ts";
import type { Price } from "../spend/price.ts";
import type { ConfigurationResult } from "./configuration.ts";
import type { Facts, LedgerHealth, ReachOutcome, ToolFound } from "./doctor.ts";

/** How the doctor looks at the machine. Each answers or rejects; a rejection becomes a finding and stops nothing else. */
export interface FactSources {
  readonly configuration: ConfigurationResult;
  readonly reach: (endpoint: Endpoint, signal: AbortSignal) => Promise<ReachOutcome>;
  readonly priceOf: (served: ServedModel) => Price;
  readonly ledgerFile: string;
  readonly checkLedger: () => Promise<LedgerHealth>;
  readonly shell: () => Promise<ToolFound>;
  readonly ripgrep: () => Promise<ToolFound>;
  readonly git: () => Promise<ToolFound>;
  readonly sqlite: () => Promise<ToolFound>;
  readonly node: string;
  /** Undefined outside of a workspace. */
  readonly checkers: () => Promise<Facts["checkers"]>;
}

/** Asks everything at once, so that one slow endpoint does not hold up the rest. Never rejects. */
export async function gatherFacts(sources: FactSources, signal: AbortSignal): Promise<Facts> {
  const served = sources.configuration.kind === "ready" ? sources.configuration.configuration.served : [];
  const [reach, ledger, shell, ripgrep, git, sqlite, checkers] = await Promise.all([
    reachAll(served, sources.reach, signal),
    sources
      .checkLedger()
      .catch((error): LedgerHealth => ({ kind: "broken", file: sources.ledgerFile, because: messageOf(error) })),
    orMissing(sources.shell),
    orMissing(sources.ripgrep),
    orMissing(sources.git),
    orMissing(sources.sqlite),
    sources.checkers().catch(() => undefined),
  ]);
  const prices = new Map(served.map((each) => [each.id, sources.priceOf(each)]));
  return {
    configuration: sources.configuration,
    reach,
    prices,
    ledger,
    shell,
    ripgrep,
    git,
    sqlite,
    node: sources.node,
    checkers,
  };
}

async function reachAll(
  served: readonly ServedModel[],
  reach: FactSources["reach"],
  signal: AbortSignal,
): Promise<Facts["reach"]> {
  const endpoints = [...new Map(served.map(({ endpoint }) => [endpoint.id, endpoint])).values()];
  const outcomes = endpoints.map(async (endpoint) => {
    const outcome = await reach(endpoint, signal).catch(
      (error): ReachOutcome => ({ kind: "unreachable", because: messageOf(error) }),
    );
    return [endpoint.id, outcome] as const;
  });
  return new Map(await Promise.all(outcomes));
}

function orMissing(look: () => Promise<ToolFound>): Promise<ToolFound> {
  return look().catch((): ToolFound => ({ kind: "missing" }));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
