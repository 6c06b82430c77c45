import { simpleGit } from "simple-git";

/** What git knows of a folder. It only reads: nothing here writes an index, runs a hook, a filter, a pager or another program. */
export interface GitChanges {
  /** `staged`, or everything against the last commit. Undefined when the folder is in no git repository. */
  changedFiles(root: string, which: Which): Promise<ChangedFiles | undefined>;
  /** A unified diff of these files, relative to the root. */
  diff(root: string, which: Which, files: readonly string[]): Promise<string>;
  /** First lines of the newest commits, newest first; empty before the first commit. */
  subjects(root: string, most: number): Promise<readonly string[]>;
}

export type Which = "staged" | "all";

export interface ChangedFiles {
  /** Relative to the root, with `/`. */
  readonly files: readonly string[];
  /** Not yet known to git; only for `all`. */
  readonly untracked: readonly string[];
}

const timeLimitMs = 30_000;
/** Neither a program that the repository's attributes name nor a colour, and names as they are. */
const plain = [
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--relative",
  "--submodule=short",
  "--ignore-submodules=dirty",
];
const nothing = process.platform === "win32" ? "NUL" : "/dev/null";

/** No lock is taken, nobody is asked, nothing is fetched, and a path is no pattern. */
const harmless = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_LITERAL_PATHSPECS: "1",
  GIT_NO_LAZY_FETCH: "1",
};

/** `environment` is what git's process gets, its search path made safe for this folder. */
export function createGitChanges(environment: (root: string) => NodeJS.ProcessEnv): GitChanges {
  const git = async (root: string) => {
    const read = reader(root, environment(root));
    const filters = await filtersOf(read);
    return async (...command: readonly string[]): Promise<string | undefined> => read(...filters, ...command);
  };
  return {
    async changedFiles(root, which) {
      const run = await git(root);
      if ((await run("rev-parse", "--is-inside-work-tree"))?.trim() !== "true") return undefined;
      const names = await run("diff", ...(await against(run, which)), ...plain, "--name-only", "-z");
      const untracked = which === "all" ? await run("ls-files", "--others", "--exclude-standard", "-z") : "";
      return { files: split(names), untracked: split(untracked) };
    },
    async diff(root, which, files) {
      if (files.length === 0) return "";
      const run = await git(root);
      return (await run("diff", ...(await against(run, which)), ...plain, "--", ...files)) ?? "";
    },
    async subjects(root, most) {
      const run = await git(root);
      return ((await run("log", `-${most}`, "--format=%s", "--no-show-signature")) ?? "").split("\n").filter(Boolean);
    },
  };
}

type Run = (...command: readonly string[]) => Promise<string | undefined>;

/** Before the first commit there is nothing to compare with but the index. */
async function against(run: Run, which: Which): Promise<readonly string[]> {
  const hasCommits = ((await run("rev-parse", "--verify", "--quiet", "HEAD")) ?? "") !== "";
  if (which === "staged") return ["--cached"];
  return hasCommits ? ["HEAD"] : ["--cached"];
}

function split(text: string | undefined): readonly string[] {
  return [...new Set((text ?? "").split("\0").filter(Boolean))];
}

/** Undefined when git says no: what is asked for is then not there. */
function reader(root: string, environment: NodeJS.ProcessEnv): Run {
  const git = simpleGit({
    baseDir: root,
    timeout: { block: timeLimitMs },
    config: [
      `core.hooksPath=${nothing}`,
      "core.fsmonitor=false",
      "core.pager=cat",
      "diff.external=",
      "core.quotePath=false",
      "log.showSignature=false",
    ],
    allowEnvironment: Object.keys(harmless),
    unsafe: {
      allowUnsafeHooksPath: true,
      allowUnsafeFsMonitor: true,
      allowUnsafePager: true,
      allowUnsafeDiffExternal: true,
      allowUnsafeFilter: true,
    },
  }).env({
    ...environment,
    ...harmless,
  });
  return async (...command) => {
    try {
      return await git.raw([...command]);
    } catch (error) {
      if (process.env.DBG) console.error(command, String(error).slice(0, 300));
      // No repository, no commit, or no git: none of them has changes to tell.
      return undefined;
    }
  };
}

/** Filters that the repository's own configuration names would be run on every file that is compared. */
async function filtersOf(read: Run): Promise<readonly string[]> {
  const keys = split(
    await read("config", "--local", "--includes", "--null", "--name-only", "--get-regexp", "^filter\\."),
  );
  const names = new Set(keys.map((key) => key.slice("filter.".length, key.lastIndexOf("."))));
  return [...names].flatMap((name) =>
    ["clean=", "smudge=", "process=", "required=false"].flatMap((setting) => ["-c", `filter.${name}.${setting}`]),
  );
}
