/**
 * What the few programs that may run unasked may be told. Only flags that are named here pass, so an unknown, abbreviated or future flag
 * asks. `letters` may be bundled (`-la`); `valued` letters take a value, glued or as the next word; in `long`, `name` takes no value,
 * `name=` needs one and `name?` may have one after `=`.
 */
export interface ProgramRule {
  readonly letters: string;
  readonly valued: string;
  readonly long: ReadonlySet<string>;
  /** Words that count as flags although they fit neither form, such as `-20`. */
  readonly also?: RegExp;
  readonly operands: "paths" | "text" | "pattern-then-paths" | "folder" | "none";
  /** Flags after which it reads the files below a folder. `always` when it needs none. */
  readonly recursive?: RegExp | "always";
}

const colour = "color? no-color";

export const programRules: ReadonlyMap<string, ProgramRule> = new Map<string, ProgramRule>([
  ["echo", rule("neE", "", "", "text")],
  ["pwd", rule("LP", "", "", "none")],
  ["cd", rule("", "", "", "folder")],
  [
    "ls",
    rule(
      "laARhtrSs1dFpiogGnmxcCfuUXvkNqbQ",
      "",
      `all almost-all recursive human-readable reverse size directory classify inode full-time group-directories-first ${colour} sort= time=`,
      "paths",
    ),
  ],
  ["cat", rule("nbsvEeTtA", "", "number number-nonblank squeeze-blank show-all show-ends show-tabs", "paths")],
  ["head", { ...rule("qvz", "nc", "lines= bytes= quiet verbose", "paths"), also: /^-\d+$/ }],
  ["tail", { ...rule("qvz", "nc", "lines= bytes= quiet verbose", "paths"), also: /^-\d+$/ }],
  ["wc", rule("lwcmL", "", "lines words bytes chars max-line-length", "paths")],
  [
    "sort",
    {
      ...rule(
        "unrfhVbdgiMsz",
        "",
        "unique numeric-sort reverse ignore-case human-numeric-sort version-sort stable general-numeric-sort month-sort",
        "paths",
      ),
      also: /^(-k[\d.,bdfgiMhnrV]*|--key=[\d.,bdfgiMhnrV]+|-t[^A-Za-z]?)$/,
    },
  ],
  [
    "grep",
    {
      ...rule(
        "nirlLcvwxhHosqEFPGazZIUTb",
        "eABCm",
        `line-number ignore-case no-ignore-case recursive files-with-matches files-without-match count invert-match word-regexp line-regexp
        no-filename with-filename only-matching no-messages quiet extended-regexp fixed-strings perl-regexp basic-regexp text null
        initial-tab byte-offset ${colour} include= exclude= exclude-dir= max-count= after-context= before-context= context= regexp=
        binary-files=`,
        "pattern-then-paths",
      ),
      also: /^-\d+$/,
      recursive: /^(-[a-zA-Z]*r[a-zA-Z]*|--recursive)$/,
    },
  ],
  [
    "rg",
    {
      ...rule(
        "niIlcvwxosSFPaHNpqU0",
        "egtTABCmMd",
        `line-number no-line-number ignore-case smart-case case-sensitive files-with-matches files-without-match count count-matches
        invert-match word-regexp line-regexp only-matching fixed-strings pcre2 text with-filename no-filename pretty quiet multiline
        multiline-dotall null hidden no-hidden no-ignore no-ignore-vcs no-messages heading no-heading column no-column trim stats json
        vimgrep files type-list passthru crlf color= colors= glob= iglob= type= type-not= after-context= before-context= context=
        max-count= max-columns= max-depth= max-filesize= regexp= sort= sortr= engine= encoding= threads= replace=`,
        "pattern-then-paths",
      ),
      recursive: "always",
    },
  ],
  [
    "find",
    {
      ...rule("P", "", "", "paths"),
      also: /^(-(name|iname|path|ipath|wholename|iwholename|regex|iregex|regextype|type|maxdepth|mindepth|size|mtime|mmin|ctime|cmin|atime|amin|empty|print|print0|printf|ls|prune|not|a|and|o|or|true|false|links|perm|user|group|readable|writable|executable|depth|mount|xdev)|-\d+[cwbkMG]?)$/,
    },
  ],
]);

const diffLong = `patch no-patch unified= raw patch-with-raw stat? numstat shortstat dirstat? cumulative summary name-only name-status ${colour}
  color-words color-moved? word-diff? minimal patience histogram diff-algorithm= find-renames? find-copies? find-copies-harder no-renames
  text ignore-space-at-eol ignore-space-change ignore-all-space ignore-blank-lines ignore-cr-at-eol function-context inter-hunk-context=
  no-ext-diff no-textconv exit-code quiet check full-index binary abbrev? no-abbrev diff-filter= no-prefix compact-summary
  pickaxe-all pickaxe-regex relative no-relative cached staged merge-base src-prefix= dst-prefix= indent-heuristic`;
const logLong = `oneline max-count= skip= since= after= until= before= author= committer= grep= all-match invert-grep regexp-ignore-case
  extended-regexp fixed-strings perl-regexp no-merges merges first-parent graph no-graph decorate? no-decorate all branches? tags? remotes?
  reverse date= format= pretty? abbrev-commit no-abbrev-commit follow walk-reflogs topo-order date-order author-date-order left-right
  cherry-pick cherry-mark left-only right-only no-walk source full-history simplify-merges dense sparse children parents boundary
  min-parents= max-parents= relative-date no-notes diff-merges= no-diff-merges cc root log-size clear-decorations`;

export const gitRules: ReadonlyMap<string, ProgramRule> = new Map<string, ProgramRule>([
  [
    "status",
    {
      ...rule(
        "sbvz",
        "",
        `short branch long porcelain? verbose show-stash no-show-stash ahead-behind no-ahead-behind renames no-renames find-renames?
        untracked-files? ignored? column no-column`,
        "paths",
      ),
      also: /^-u(no|normal|all)?$/,
    },
  ],
  ["diff", { ...rule("pusRabwzWMCBD", "USG", diffLong, "paths"), also: /^-[MCB]\d+%?$/ }],
  ["log", { ...rule("pusabwziEFPgmcWMCBD", "nUSG", `${diffLong} ${logLong}`, "paths"), also: /^-(\d+|[MCB]\d+%?)$/ }],
  ["show", { ...rule("pusabwzmcWMCBD", "nUSG", `${diffLong} ${logLong}`, "paths"), also: /^-(\d+|[MCB]\d+%?)$/ }],
]);

function rule(letters: string, valued: string, long: string, operands: ProgramRule["operands"]): ProgramRule {
  return { letters, valued, long: new Set(long.split(/\s+/).filter(Boolean)), operands };
}
