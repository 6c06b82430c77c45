import { foldedSegments } from "./folded-name.ts";

/**
 * Files that decide what runs, or what an agent or editor is told, later and without being asked. Writing one always asks, at any
 * depth and also when it does not exist yet. Names are compared folded, see `foldedName`.
 */
const folders: ReadonlyMap<string, string> = new Map([
  [".git", "git runs its hooks and configuration"],
  [".hg", "version control runs its hooks and configuration"],
  [".svn", "version control runs its hooks and configuration"],
  [".vscode", "the editor runs its tasks and obeys its settings"],
  [".idea", "the editor runs its tasks and obeys its settings"],
  [".zed", "the editor runs its tasks and obeys its settings"],
  [".fleet", "the editor runs its tasks and obeys its settings"],
  [".vs", "the editor runs its tasks and obeys its settings"],
  [".devcontainer", "it decides what a development container runs"],
  [".husky", "git runs the hooks in it"],
  [".githooks", "git runs the hooks in it"],
  [".lefthook", "git runs the hooks in it"],
  [".circleci", "it runs in CI with the repository's secrets"],
  [".buildkite", "it runs in CI with the repository's secrets"],
  [".gitea", "it runs in CI with the repository's secrets"],
  [".forgejo", "it runs in CI with the repository's secrets"],
  [".yarn", "the package manager runs code from it"],
  [".cargo", "the package manager obeys its settings"],
  [".ssh", "it decides who may log in"],
  [".gnupg", "it decides whose signatures count"],
  ...".cursor .claude .roo .codex .gemini .cline .clinerules .continue .kilocode .kiro .windsurf .amazonq .aider .junie .augment .opencode .agents .stepladder .qwen .trae .copilot .goose .crush"
    .split(" ")
    .map((name): [string, string] => [name, "a coding agent reads its settings and instructions from it"]),
]);

const instructions = "coding agents read it as instructions";
const agents = "a coding agent reads its settings from it";
const shell = "a shell or tool runs it when it starts";
const ci = "it runs in CI with the repository's secrets";
const git = "it decides what git runs";
const packages = "the package manager obeys its settings";
const hooks = "git runs the hooks that it lists";
const environment = "tools load their environment from it";

const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [instructions]:
      "agents.md agents.override.md agent.md claude.md claude.local.md gemini.md qwen.md copilot-instructions.md .cursorrules .windsurfrules .clinerules .roorules .goosehints conventions.md llms.txt",
    [agents]:
      ".mcp.json mcp.json mcp_settings.json .claude.json opencode.json opencode.jsonc .aider.conf.yml .cursorignore .clineignore .rooignore .geminiignore .aiderignore .roomodes stepladder.json stepladder.jsonc",
    [shell]:
      ".bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc .cshrc .tcshrc .inputrc config.fish .screenrc .tmux.conf .vimrc .exrc .nvimrc .gdbinit .lldbinit .pythonrc .ripgreprc .curlrc .wgetrc .psqlrc .sqliterc .rgignore",
    [ci]: ".gitlab-ci.yml .gitlab-ci.yaml .travis.yml .appveyor.yml appveyor.yml azure-pipelines.yml azure-pipelines.yaml jenkinsfile bitbucket-pipelines.yml .drone.yml .woodpecker.yml .cirrus.yml cloudbuild.yaml codemagic.yaml .buildkite.yml wercker.yml",
    [git]: ".gitattributes .gitmodules .gitconfig .lfsconfig .git-blame-ignore-revs",
    [packages]:
      ".npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .pnpmfile.mjs pnpm-workspace.yaml .bunfig.toml bunfig.toml .pypirc pip.conf pip.ini .netrc _netrc .gemrc .cargo-config",
    [hooks]: ".pre-commit-config.yaml .pre-commit-config.yml lefthook.yml lefthook.yaml .lefthook.yml .overcommit.yml",
    [environment]:
      ".envrc .direnvrc .tool-versions .mise.toml mise.toml .devcontainer.json devcontainer.json .node-options .watchmanconfig",
  }).flatMap(([because, list]) => list.split(" ").map((name): [string, string] => [name, because])),
);

const shapes: readonly (readonly [RegExp, string])[] = [
  [/\.code-workspace$/, "the editor takes its settings and folders from it"],
  [/^\.env(\..*)?$/, environment],
  [/\.(iml|sublime-project)$/, "the editor takes its settings from it"],
  [/^\.?authorized_keys$/, "it decides who may log in"],
];

const paths: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)\.github\/(workflows|actions)(\/|$)/, ci],
  [/(^|\/)\.github\/(instructions|prompts|agents|chatmodes|hooks|skills)(\/|$)/, instructions],
  [/(^|\/)\.github\/(dependabot\.ya?ml|codeowners)$/, ci],
  [/(^|\/)\.config\/(git|fish|mise|direnv|nvim|systemd|autostart)(\/|$)/, shell],
];

/** Why a write to this path must be agreed to, or `undefined` for an ordinary file. The path is relative to the workspace. */
export function protectedBecause(path: string): string | undefined {
  const segments = foldedSegments(path);
  const last = segments.at(-1) ?? "";
  const folder = segments.find((segment) => folders.has(segment));
  if (folder !== undefined) return folders.get(folder);
  const joined = segments.join("/");
  return (
    names.get(last) ??
    shapes.find(([shape]) => shape.test(last))?.[1] ??
    paths.find(([shape]) => shape.test(joined))?.[1]
  );
}
