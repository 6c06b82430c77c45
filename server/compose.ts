import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createAgent } from "./agent/create-agent.ts";
import { createEndpointHealth } from "./agent/endpoint-health.ts";
import { forgetRoutes } from "./agent/forget-routes.ts";
import { frontierModel } from "./agent/ladder.ts";
import type { Parts } from "./agent/parts.ts";
import { surveyRoutes } from "./agent/survey-routes.ts";
import { createTaskMemory, type TaskMemory } from "./agent/task-memory.ts";
import { whatIf } from "./agent/what-if/what-if.ts";
import type { Body, Compose, Composed, FromEditor, OpenDocuments } from "./body.ts";
import { createBooks } from "./books.ts";
import type { Configuration, ConfigurationResult } from "./configuration/configuration.ts";
import { emptyConfiguration } from "./configuration/empty-configuration.ts";
import { configurationFileName, loadConfiguration } from "./configuration/load.ts";
import { createKeyStore } from "./configuration/secrets.ts";
import { createDoctor, initialise } from "./doctor.ts";
import { createModelSetup } from "./model-setup.ts";
import { createChat } from "./models/dialects.ts";
import { listLmStudio } from "./models/discovery/lm-studio.ts";
import { listOllama } from "./models/discovery.ts";
import { commandEnvironment, findShell } from "./platform/executables.ts";
import { currentPlatform, type Environment, type Folders, type Platform } from "./platform/platform.ts";
import { endProcessGroup } from "./platform/process-group.ts";
import { readPublished } from "./published-models.ts";
import { createRouter } from "./routing/policy.ts";
import { createCommandPolicy } from "./safety/command-policy.ts";
import { createPathGuard } from "./safety/path-guard.ts";
import { createRedactor } from "./safety/redaction.ts";
import { inertForModel } from "./safety/untrusted-text.ts";
import { type Ledger, openLedger } from "./spend/ledger.ts";
import { LedgerError } from "./spend/ledger-error.ts";
import { setLedgerAside } from "./spend/ledger-file.ts";
import { formatUsd, nano } from "./spend/money.ts";
import { priceOf } from "./spend/price-catalogue.ts";
import { createAgreements } from "./verification/agreements.ts";
import { createVerification } from "./verification/verification.ts";
import { createCheckpoints } from "./workspace/checkpoints.ts";
import { createRunCommand } from "./workspace/commands.ts";
import { readTextFile } from "./workspace/files.ts";
import { type FindRipgrep, ripgrepFinder } from "./workspace/find-ripgrep.ts";
import { createGitChanges } from "./workspace/git-changes.ts";
import { createListFiles, createListForKeeping } from "./workspace/list-files.ts";
import type { RunCommand } from "./workspace/ports.ts";
import { createRipgrep } from "./workspace/ripgrep.ts";
import { createSearch } from "./workspace/search.ts";

/** Far more than run in one folder at once. */
const mostRunningTasks = 100;

/** Builds the one body behind every door, in order of dependency. Everything is made here and passed on; nothing is global. */
export const compose: Compose = async ({ env, documents, fromEditor = nothingFromEditor, ripgrep }) => {
  const platform = currentPlatform();
  const { STEPLADDER_HOME: home } = env;
  if (home && !platform.path.isAbsolute(home)) {
    return {
      kind: "unavailable",
      message: `STEPLADDER_HOME is not a full path (${home}), so it could mean a workspace. Set it to a full path.`,
    };
  }
  const folders = platform.folders(env, homedir());
  const loaded = await load(env, folders, fromEditor);
  const open = (configuration: Configuration): Ground => ({
    env,
    platform,
    folders,
    documents: documents ?? { unsavedText: async () => undefined },
    ledger: openLedgerIn(folders, configuration),
    ripgrep: ripgrepFinder(ripgrep),
    memory: createTaskMemory(),
  });
  try {
    if (loaded.kind === "ready") return ready(open(loaded.configuration), loaded, fromEditor, "first");
    const past = () => pastIn(folders, open, loaded, fromEditor);
    return { ...loaded, past };
  } catch (error) {
    if (error instanceof LedgerError) return withoutLedger(error, folders);
    throw error;
  }
};

function withoutLedger({ message, fault }: LedgerError, folders: Folders): Composed {
  if (!["missing", "replaced", "corrupt"].includes(fault)) return { kind: "unavailable", message };
  const aside = () => setLedgerAside(ledgerFolder(folders), new Date());
  return { kind: "unavailable", message, setLedgerAside: aside };
}

function ledgerFolder({ data }: Folders): string {
  return join(data, "ledger");
}

const nothingFromEditor: FromEditor = { settings: {}, keys: {} };

type Loaded = Extract<ConfigurationResult, { kind: "ready" }>;

/** What stays when the configuration changes: above all the ledger, so that all tasks of this process share its budgets. */
interface Ground {
  readonly env: Environment;
  readonly platform: Platform;
  readonly folders: Folders;
  readonly documents: OpenDocuments;
  readonly ledger: Ledger;
  readonly ripgrep: FindRipgrep;
  readonly memory: TaskMemory;
}

function load(env: Environment, folders: Folders, { settings, keys }: FromEditor): Promise<ConfigurationResult> {
  const { read } = createKeyStore(env, keys);
  return loadConfiguration({
    configFolder: folders.config,
    env,
    settings,
    hasKey: (name) => read(name) !== undefined,
    listOllama,
    listLmStudio,
    published: readPublished(folders.data),
    signal: new AbortController().signal,
  });
}

function openLedgerIn(folders: Folders, { budgets, warnAt }: Configuration): Ledger {
  mkdirSync(folders.data, { recursive: true, mode: 0o700 });
  const folder = ledgerFolder(folders);
  return openLedger({ folder, clock: () => new Date(), processId: process.pid, budgets, warnAt });
}

/** A body for looking back while the configuration has a mistake. */
function pastIn(
  folders: Folders,
  open: (configuration: Configuration) => Ground,
  loaded: ConfigurationResult,
  fromEditor: FromEditor,
): Body | undefined {
  const configuration = emptyConfiguration(join(folders.config, configurationFileName));
  try {
    return bodyOn(open(configuration), configuration, loaded, fromEditor);
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}

function ready(ground: Ground, loaded: Loaded, fromEditor: FromEditor, which: "first" | "later"): Composed {
  const body = bodyOn(ground, loaded.configuration, loaded, fromEditor);
  const cutOff = which === "first" ? interrupted(ground.ledger) : [];
  return { kind: "ready", body, notices: [...loaded.notices, ...cutOff] };
}

async function reconfigure(ground: Ground, fromEditor: FromEditor): Promise<Composed> {
  const loaded = await load(ground.env, ground.folders, fromEditor);
  if (loaded.kind === "invalid") return { ...loaded, past: () => undefined };
  ground.ledger.useBudgets(loaded.configuration);
  return ready(ground, loaded, fromEditor, "later");
}

function bodyOn(ground: Ground, configuration: Configuration, loaded: ConfigurationResult, { keys }: FromEditor): Body {
  const { env, platform, folders, documents, ledger } = ground;
  const keyNames = configuration.served.flatMap(({ endpoint }) => endpoint.keyName ?? []);
  const secrets = createKeyStore(env, keys, keyNames);
  const redactor = createRedactor(secrets.allKeyValues());
  const published = readPublished(folders.data);
  const price = (served: Configuration["served"][number]) =>
    priceOf(served, configuration.prices, new Date(), published);
  const ripgrep = createRipgrep(ground.ripgrep);
  const shell = findShell(platform, env);
  const runCommand: RunCommand = async (request, signal) => {
    if (shell === undefined) return { kind: "not-started", because: "no shell was found on this machine" };
    return createRunCommand({
      shell,
      // What a repository brings along is never found by its short name.
      environment: commandEnvironment(platform, env, [request.cwd, ...(request.untrusted ?? [])]),
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
  const books = createBooks(ledger, frontier, configuration);
  const parts: Parts = {
    configuration,
    spend: { ...ledger, receipt: books.receipt },
    runningTasks: (workspace) => ledger.tasks(mostRunningTasks, workspace).filter((task) => task.outcome === "running"),
    chat: createChat({ secrets }),
    priceOf: price,
    endpoints: createEndpointHealth(Date.now),
    router: createRouter(),
    verification,
    agreements,
    checkpoints: createCheckpoints({ data: folders.data, list: createListForKeeping(ripgrep) }),
    guard,
    commandPolicy: (root, allow) =>
      createCommandPolicy({
        shell: shell?.grammar ?? "powershell",
        paths: guard(root),
        autoRun: configuration.autoRun,
        allow,
      }),
    readFile: readTextFile,
    search: createSearch(ripgrep),
    listFiles: createListFiles(ripgrep),
    runCommand,
    documents,
    git: createGitChanges((root) => commandEnvironment(platform, env, [root])),
    memory: ground.memory,
    clean: (text) => redactor.exact(inertForModel(text).text),
    platformName: platform.name,
    clock: Date.now,
  };
  return {
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
      ripgrep: ground.ripgrep,
    }),
    routes: (workspace) => surveyRoutes(parts, workspace),
    whatIf: (query) => whatIf(query, parts, ledger.pastWork),
    forget: (what) => forgetRoutes(what, parts, ledger.forget),
    initialise: () => initialise(folders.config, configuration.file),
    models: createModelSetup({ parts, env, secrets, data: folders.data }),
    reconfigure: (fromEditor) => reconfigure(ground, fromEditor),
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
