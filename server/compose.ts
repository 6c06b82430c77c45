import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createAgent } from "./agent/create-agent.ts";
import { frontierModel } from "./agent/ladder.ts";
import type { Parts } from "./agent/parts.ts";
import type { Compose, Composed, ComposeOptions } from "./body.ts";
import { createBooks } from "./books.ts";
import type { Configuration, ConfigurationResult } from "./configuration/configuration.ts";
import { loadConfiguration } from "./configuration/load.ts";
import { environmentSecrets } from "./configuration/secrets.ts";
import { createDoctor, initialise } from "./doctor.ts";
import { createChat } from "./models/dialects.ts";
import { listOllama } from "./models/discovery.ts";
import { commandEnvironment, findShell } from "./platform/executables.ts";
import { currentPlatform, type Folders, type Platform } from "./platform/platform.ts";
import { endProcessGroup } from "./platform/process-group.ts";
import { route } from "./routing/policy.ts";
import { createCommandPolicy } from "./safety/command-policy.ts";
import { createPathGuard } from "./safety/path-guard.ts";
import { createRedactor } from "./safety/redaction.ts";
import { inertForModel } from "./safety/untrusted-text.ts";
import { type Ledger, openLedger } from "./spend/ledger.ts";
import { LedgerError } from "./spend/ledger-error.ts";
import { formatUsd, nano } from "./spend/money.ts";
import { priceOf } from "./spend/price-catalogue.ts";
import { createAgreements } from "./verification/agreements.ts";
import { boundScript } from "./verification/discover.ts";
import { createVerification } from "./verification/verification.ts";
import { createCheckpoints } from "./workspace/checkpoints.ts";
import { createRunCommand } from "./workspace/commands.ts";
import { readTextFile } from "./workspace/files.ts";
import { listFiles } from "./workspace/list-files.ts";
import type { RunCommand } from "./workspace/ports.ts";
import { search } from "./workspace/search.ts";

/** Far more than run in one folder at once. */
const mostRunningTasks = 100;

/** Builds the one body behind every door, in order of dependency. Everything is made here and passed on; nothing is global. */
export const compose: Compose = async (options) => {
  const platform = currentPlatform();
  const { STEPLADDER_HOME: home } = options.env;
  if (home && !platform.path.isAbsolute(home)) {
    return {
      kind: "unavailable",
      message: `STEPLADDER_HOME is not a full path (${home}), so it could mean a workspace. Set it to a full path.`,
    };
  }
  const folders = platform.folders(options.env, homedir());
  const signal = new AbortController().signal;
  const loaded = await loadConfiguration({ configFolder: folders.config, env: options.env, listOllama, signal });
  if (loaded.kind === "invalid") return loaded;
  try {
    mkdirSync(folders.data, { recursive: true, mode: 0o700 });
    return assemble(options, platform, folders, loaded);
  } catch (error) {
    if (error instanceof LedgerError) return { kind: "unavailable", message: error.message };
    throw error;
  }
};

function assemble(
  { env, documents }: ComposeOptions,
  platform: Platform,
  folders: Folders,
  loaded: Extract<ConfigurationResult, { kind: "ready" }>,
): Composed {
  const { configuration } = loaded;
  const secrets = environmentSecrets(
    env,
    configuration.served.flatMap(({ endpoint }) => endpoint.keyName ?? []),
  );
  const redactor = createRedactor(secrets.allKeyValues());
  const price = (served: Configuration["served"][number]) => priceOf(served, configuration.prices, new Date());
  const ledger = openLedger({
    folder: join(folders.data, "ledger"),
    clock: () => new Date(),
    processId: process.pid,
    budgets: configuration.budgets,
    warnAt: configuration.warnAt,
  });
  const shell = findShell(platform, env);
  const runCommand: RunCommand = async (request, signal) => {
    if (shell === undefined) return { kind: "not-started", because: "no shell was found on this machine" };
    return createRunCommand({
      shell,
      // What a repository brings along is never found by its short name.
      environment: commandEnvironment(platform, env, [request.cwd]),
      endProcessGroup: (pid, how) => endProcessGroup(platform, pid, how),
    })(request, signal);
  };
  const guard = (root: string) => createPathGuard({ root, platform, stateFolders: [folders.config, folders.data] });
  const agreements = createAgreements(join(folders.data, "agreements.json"));
  const verification = createVerification({ runCommand, configuredChecks: configuration.checks, agreements });
  const frontier = () => {
    const model = frontierModel({ configuration, priceOf: price });
    return model && { model: model.id, price: price(model) };
  };
  const books = createBooks(ledger, frontier);
  const parts: Parts = {
    configuration,
    spend: { ...ledger, receipt: books.receipt },
    runningTasks: (workspace) => ledger.tasks(mostRunningTasks, workspace).filter((task) => task.outcome === "running"),
    chat: createChat({ secrets }),
    priceOf: price,
    router: route,
    verification,
    agreements,
    boundScript,
    checkpoints: createCheckpoints({ data: folders.data }),
    guard,
    commandPolicy: (root, allow) =>
      createCommandPolicy({
        shell: shell?.grammar ?? "powershell",
        paths: guard(root),
        autoRun: configuration.autoRun,
        allow,
      }),
    readFile: readTextFile,
    search,
    listFiles,
    runCommand,
    documents: documents ?? { openText: () => undefined },
    clean: (text) => redactor.exact(inertForModel(text).text),
    platformName: platform.name,
    clock: Date.now,
  };
  return {
    kind: "ready",
    body: {
      agent: createAgent(parts),
      configuration,
      books,
      trust: { discover: verification.discover, agreements },
      priceOf: (id) => {
        const served = configuration.served.find((model) => model.id === id);
        return served ? price(served) : { kind: "unknown", because: `${id} is not configured` };
      },
      diagnose: createDoctor({
        loaded,
        ledger,
        platform,
        env,
        secrets,
        priceOf: price,
        verification,
        agreements,
        shell,
      }),
      initialise: () => initialise(folders.config, configuration.file),
    },
    notices: [...loaded.notices, ...interrupted(ledger)],
  };
}

/** Tasks whose process died since the last start, with what can be done about them. */
function interrupted(ledger: Ledger): readonly string[] {
  return ledger.markInterrupted().map((task) => {
    const held = BigInt(ledger.receipt(task)?.held ?? "0");
    const money =
      held === 0n ? "" : ` ${formatUsd(nano(held))} stays held, because its true cost is not known (stepladder spend).`;
    return `Task ${task} was interrupted. Its edits are still there: stepladder undo ${task} takes them back.${money}`;
  });
}
