import { withoutEffort } from "../models/effort.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { formatUsd } from "../spend/money.ts";
import type { Price } from "../spend/price.ts";
import type { Configuration, ConfigurationResult } from "./configuration.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";
import { endpointFindings, modelFindings } from "./served-findings.ts";

export type { Finding };

/** What an endpoint answered when it was asked for its models. */
export type ReachOutcome =
  /** `models` is undefined when the host keeps no list. */
  | { readonly kind: "reached"; readonly models: readonly string[] | undefined }
  | { readonly kind: "no-key" }
  | { readonly kind: "wrong-key" }
  | { readonly kind: "unreachable"; readonly because: string };

export type LedgerHealth =
  | {
      readonly kind: "healthy";
      readonly file: string;
      /** Calls whose true cost never came, and calls of processes that are gone. */
      readonly unresolved: number;
    }
  | { readonly kind: "broken"; readonly file: string; readonly because: string };

export type ToolFound = { readonly kind: "found"; readonly version: string } | { readonly kind: "missing" };

export interface Facts {
  readonly configuration: ConfigurationResult;
  /** By `Endpoint.id`. */
  readonly reach: ReadonlyMap<string, ReachOutcome>;
  /** By `ServedModel.id`. */
  readonly prices: ReadonlyMap<string, Price>;
  readonly ledger: LedgerHealth;
  readonly shell: ToolFound;
  readonly ripgrep: ToolFound;
  readonly git: ToolFound;
  readonly sqlite: ToolFound;
  /** Such as `24.21.0`. */
  readonly node: string;
  /** Checks of the current folder; undefined outside of a workspace. */
  readonly checkers: readonly { readonly command: string; readonly agreed: boolean }[] | undefined;
}

/** Facts to findings. Pure, so every finding can be tested; says nothing that is not in the facts. */
export function diagnose(facts: Facts): readonly Finding[] {
  return [
    ...configurationFindings(facts),
    ...machineFindings(facts),
    ...ledgerFindings(facts.ledger),
    ...checkerFindings(facts),
  ];
}

function configurationFindings(facts: Facts): readonly Finding[] {
  if (facts.configuration.kind === "invalid") {
    const { problems, settingProblems } = facts.configuration;
    return [
      ...problems.map(({ file, line, column, message }) =>
        problem(
          "configuration",
          `${file}:${line}:${column}: ${message}`,
          "Correct the file; until then nothing of it holds.",
        ),
      ),
      ...settingProblems.map(({ where, message }) =>
        problem(where, message, "Correct the setting; until then no task starts."),
      ),
    ];
  }
  const { configuration, notices } = facts.configuration;
  return [
    ...originFindings(configuration),
    ...notices.map((notice) =>
      configuration.served.length > 0 && configuration.origin === "found" ? ok("found", notice) : noticed(notice),
    ),
    ...endpointFindings(configuration, facts),
    ...onceEach(configuration.served).flatMap((served) => modelFindings(served, facts)),
    ...budgetFindings(configuration),
  ];
}

/** Notices end in their next step. */
function noticed(notice: string): Finding {
  return warning("configuration", notice, "See docs/configuration.md.");
}

function originFindings({ file, origin, served }: Configuration): readonly Finding[] {
  if (served.length === 0) {
    return [
      problem(
        "configuration",
        "No model is configured.",
        `Start Ollama and pull a model, set a key variable, or write ${file}.`,
      ),
    ];
  }
  const models = onceEach(served).length;
  const count = models === 1 ? "1 model" : `${models} models`;
  const from = {
    file: `${file} sets ${count}.`,
    settings: `The editor's settings set ${count}.`,
    found: `No endpoint is configured; ${count} found on this machine.`,
  };
  return [ok("configuration", from[origin])];
}

/** A model of several efforts counts once. */
function onceEach(served: readonly ServedModel[]): readonly ServedModel[] {
  return [...new Map(served.map((model) => [withoutEffort(model.id), model])).values()];
}

function budgetFindings({ budgets }: Configuration): readonly Finding[] {
  if (budgets.length === 0) {
    return [
      warning(
        "budgets",
        "Nothing limits the spend.",
        'Set "budgets", such as { "everything": { "task": 1, "day": 10 } }.',
      ),
    ];
  }
  const texts = budgets.map(
    ({ scope, window, limit }) =>
      `${formatUsd(limit)} a ${window}${scope.kind === "workspace" ? ` in ${scope.root}` : ""}`,
  );
  return [ok("budgets", `${texts.join(", ")}.`)];
}

function machineFindings({ node, sqlite, git, ripgrep, shell }: Facts): readonly Finding[] {
  return [
    nodeFinding(node),
    tool("sqlite", sqlite, "The ledger needs it; run Stepladder with Node 24.15 or later."),
    tool("git", git, "Install git and put it on your search path."),
    tool("ripgrep", ripgrep, "Install Stepladder again; it brings its own."),
    tool("shell", shell, "Without a known shell no command runs; install bash, or PowerShell on Windows."),
  ];
}

function nodeFinding(node: string): Finding {
  const [major = 0, minor = 0] = node.split(".").map(Number);
  const enough = major > 24 || (major === 24 && minor >= 15);
  return enough
    ? ok("node", `Node ${node}.`)
    : problem("node", `Node ${node} is too old.`, "Run Stepladder with Node 24.15 or later.");
}

function tool(subject: string, found: ToolFound, next: string): Finding {
  return found.kind === "found" ? ok(subject, `Found: ${found.version}.`) : problem(subject, "Not found.", next);
}

function ledgerFindings(ledger: LedgerHealth): readonly Finding[] {
  if (ledger.kind === "broken") {
    return [
      problem(
        "ledger",
        `${ledger.file}: ${ledger.because}`,
        "Paid calls are refused until it can be written; move the file away to begin a new one.",
      ),
    ];
  }
  const healthy = ok("ledger", `${ledger.file} is healthy.`);
  if (ledger.unresolved === 0) return [healthy];
  const calls = ledger.unresolved === 1 ? "1 call has" : `${ledger.unresolved} calls have`;
  return [
    healthy,
    warning(
      "ledger",
      `${calls} no known cost and keep what was set aside.`,
      "Compare them with the provider's bill: stepladder spend",
    ),
  ];
}

function checkerFindings({ checkers }: Facts): readonly Finding[] {
  if (checkers === undefined) return [];
  if (checkers.length === 0) {
    return [
      warning(
        "checks",
        "Nothing was found that checks this folder, so results stay unproved.",
        'Name a command under "checks" or with --check.',
      ),
    ];
  }
  return checkers.map(({ command, agreed }) =>
    agreed
      ? ok("checks", `${command} runs.`)
      : warning(
          "checks",
          `${command} was found and not agreed to, so it does not run.`,
          "Agree to it for this folder: stepladder trust",
        ),
  );
}
