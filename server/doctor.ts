import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Body, Finding, Initialised } from "./body.ts";
import type { ConfigurationResult } from "./configuration/configuration.ts";
import { diagnose, type LedgerHealth, type ToolFound } from "./configuration/doctor.ts";
import { gatherFacts } from "./configuration/gather-facts.ts";
import { starterFile } from "./configuration/starter-file.ts";
import { reach } from "./models/discovery.ts";
import type { Secrets, ServedModel } from "./models/endpoint.ts";
import { findExecutable } from "./platform/executables.ts";
import type { Environment, Platform, Shell } from "./platform/platform.ts";
import type { Ledger } from "./spend/ledger.ts";
import type { Price } from "./spend/price.ts";
import type { Agreements, Verification } from "./verification/ports.ts";
import type { FindRipgrep } from "./workspace/find-ripgrep.ts";

export interface DoctorParts {
  readonly loaded: ConfigurationResult;
  readonly ledger: Ledger;
  readonly platform: Platform;
  readonly env: Environment;
  readonly secrets: Secrets;
  readonly priceOf: (served: ServedModel) => Price;
  readonly verification: Verification;
  readonly agreements: Agreements;
  readonly shell: Shell | undefined;
  readonly ripgrep: FindRipgrep;
}

const mostCallsLookedAt = 10_000;
const run = promisify(execFile);

/** Looks at everything a task would need. Reaches the configured endpoints, but makes no call that could cost. */
export function createDoctor(parts: DoctorParts): Body["diagnose"] {
  return async (signal, folder) => {
    const facts = await gatherFacts(
      {
        configuration: parts.loaded,
        reach: (endpoint, cancelled) => reach(endpoint, parts.secrets, cancelled),
        priceOf: parts.priceOf,
        ledgerFile: parts.ledger.path,
        checkLedger: async () => checkLedger(parts.ledger),
        shell: async () => (parts.shell ? { kind: "found", version: parts.shell.file } : { kind: "missing" }),
        ripgrep: async () => {
          const found = await parts.ripgrep();
          return versionOf(found.kind === "found" ? found.file : undefined);
        },
        git: () => versionOf(findExecutable(parts.platform, "git", parts.env, folder === undefined ? [] : [folder])),
        sqlite: sqliteVersion,
        node: process.versions.node,
        checkers: async () => (folder === undefined ? undefined : checkersOf(folder, parts)),
      },
      signal,
    );
    return diagnose(facts).map((finding): Finding => {
      const { kind, subject, message } = finding;
      return { level: kind, subject, message, next: finding.kind === "ok" ? undefined : finding.next };
    });
  };
}

function checkLedger(ledger: Ledger): LedgerHealth {
  const wrong = [...ledger.verifyFile(), ...ledger.verifyBalances()];
  if (wrong.length > 0) return { kind: "broken", file: ledger.path, because: wrong.join(" ") };
  const unresolved = ledger.callsToCheck(mostCallsLookedAt).filter((call) => call.state === "unknown").length;
  return { kind: "healthy", file: ledger.path, unresolved };
}

async function checkersOf(folder: string, { verification, agreements }: DoctorParts) {
  const found = await verification.discover(folder);
  return found.map((checker) => ({
    command: checker.command,
    agreed: checker.from !== "repository" || agreements.has(folder, checker),
  }));
}

async function versionOf(program: string | undefined): Promise<ToolFound> {
  if (program === undefined) return { kind: "missing" };
  const { stdout } = await run(program, ["--version"], { timeout: 5_000, cwd: tmpdir() });
  return { kind: "found", version: stdout.split("\n", 1)[0]?.trim() ?? "" };
}

async function sqliteVersion(): Promise<ToolFound> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(":memory:");
  const row = database.prepare("select sqlite_version() as version").get();
  database.close();
  return { kind: "found", version: String(row?.version) };
}

/** Writes the commented starter file, and never over one that is there. */
export async function initialise(folder: string, file: string): Promise<Initialised> {
  const draft = join(folder, `.stepladder-${process.pid}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(draft, starterFile(), { mode: 0o600, flag: "wx" });
    await copyFile(draft, file, constants.COPYFILE_EXCL);
    return { kind: "written", file };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return { kind: "exists", file };
    return { kind: "failed", file, because: error instanceof Error ? error.message : String(error) };
  } finally {
    await rm(draft, { force: true });
  }
}
