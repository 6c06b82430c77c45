/**
 * Git runs programs that a repository's own configuration names: monitors, hooks, filters, pagers, diff drivers, remote helpers. These
 * settings outrank the repository's, and leave the user's and the machine's configuration out.
 */
const overrides: readonly (readonly [string, string])[] = [
  ["core.fsmonitor", "false"],
  ["core.hooksPath", "/dev/null"],
  ["core.pager", "cat"],
  ["core.editor", "false"],
  ["core.sshCommand", "false"],
  ["core.askPass", ""],
  ["credential.helper", ""],
  ["safe.bareRepository", "explicit"],
  ["protocol.allow", "never"],
  ["diff.ignoreSubmodules", "all"],
  ["status.submoduleSummary", "false"],
  ["submodule.recurse", "false"],
  ["log.showSignature", "false"],
  ["gpg.program", "false"],
  ["gpg.ssh.program", "false"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
];

/**
 * For commands that run unasked and for our own git. It doesn't disarm clean filters, text conversion and diff drivers: a repository that
 * configures any must not be read with it, see `isHarmlessGitConfig`.
 */
export function hardenedGitEnvironment(): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_PAGER: "cat",
    PAGER: "cat",
    GIT_CONFIG_COUNT: String(overrides.length),
  };
  for (const [index, [key, value]] of overrides.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return environment;
}

/** The same as `-c` arguments, to stand before the subcommand; for callers that can't set the environment. */
export function hardenedGitArguments(): readonly string[] {
  return ["--no-pager", ...overrides.flatMap(([key, value]) => ["-c", `${key}=${value}`])];
}

const harmlessKeys: readonly RegExp[] = [
  /^core\.(repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol|safecrlf|quotepath|abbrev|compression|longpaths|protectntfs|protecthfs|untrackedcache|commentchar|whitespace|fsync|fsyncobjectfiles|preloadindex|bigfilethreshold|sharedrepository)$/,
  /^remote\..*\.(url|pushurl|fetch|push|tagopt|mirror|prune|gh-resolved|skipdefaultupdate)$/,
  /^branch\.([a-z]+|.*\.(remote|merge|rebase|pushremote|description|vscode-merge-base|gh-merge-base|github-pr-owner-number))$/,
  /^user\.(name|email|signingkey|useconfigonly)$/,
  /^(author|committer)\.(name|email)$/,
  /^(init|push|pull|fetch|rebase|merge|advice|color|column|gc|pack|index|feature|commit|tag|rerere|worktree|checkout|clone|receive|transfer|maintenance)\.(?!.*(helper|program|command|hook|driver|editor|tool))[a-z.-]+$/,
  /^submodule\.(active|.*\.(url|active|branch))$/,
  /^diff\.(renames|renamelimit|algorithm|colormoved|mnemonicprefix|noprefix|context|interhunkcontext|wserrorhighlight|indentheuristic)$/,
  /^status\.(short|branch|showuntrackedfiles|relativepaths|showstash|aheadbehind|renames|renamelimit)$/,
  /^log\.(date|decorate|follow|abbrevcommit|showroot|mailmap)$/,
  /^lfs\.(repositoryformatversion|.*\.access)$/,
  /^blame\.[a-z]+$/,
];

/**
 * Whether a repository's configuration consists of settings that can't make git start a program, look elsewhere or fetch. Every line must
 * be understood: what is unknown counts as harmful.
 */
export function isHarmlessGitConfig(text: string): boolean {
  let section = "";
  for (const raw of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const header = /^\[([A-Za-z0-9.-]+)(?: "([^"\\]*)")?\]$/.exec(line);
    if (header !== null) {
      section = `${(header[1] ?? "").toLowerCase()}${header[2] === undefined ? "" : `.${header[2].toLowerCase()}`}`;
      continue;
    }
    const key = /^([A-Za-z][A-Za-z0-9-]*)[ \t]*(?:=.*)?$/.exec(line)?.[1];
    if (key === undefined || line.endsWith("\\") || section === "") return false;
    if (!harmlessKeys.some((harmless) => harmless.test(`${section}.${key.toLowerCase()}`))) return false;
  }
  return true;
}
