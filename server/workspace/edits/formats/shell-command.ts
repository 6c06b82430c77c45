const shell = /^\s*```(?:bash|sh|shell|cmd|batch|powershell|ps1|zsh|fish|ksh|csh|tcsh)\s*$/;

/** A fenced shell command that begins at this line, and where it ends. A fence around a block is no command. */
export function readCommand(
  lines: readonly string[],
  at: number,
  opensBlock: (line: string) => boolean,
): { readonly text: string; readonly end: number } | undefined {
  if (!shell.test(lines[at] ?? "")) return undefined;
  if (lines.slice(at + 1, at + 3).some(opensBlock)) return undefined;
  const close = lines.findIndex((line, index) => index > at && line.trim().startsWith("```"));
  const end = close < 0 ? lines.length : close;
  return {
    text: lines
      .slice(at + 1, end)
      .map((line) => `${line}\n`)
      .join(""),
    end: Math.min(end + 1, lines.length),
  };
}
