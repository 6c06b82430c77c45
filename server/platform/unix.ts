import type { GroupEnd, Shell } from "./platform.ts";

/** What Linux and macOS share. */
export const unixShells: readonly Shell[] = [
  { file: "/bin/bash", grammar: "bash", argumentsFor: (line) => ["--noprofile", "--norc", "-c", line] },
  { file: "/bin/sh", grammar: "bash", argumentsFor: (line) => ["-c", line] },
];

export function signalGroup(pid: number, gentle: boolean): GroupEnd {
  return { kind: "signal", target: -pid, signal: gentle ? "SIGTERM" : "SIGKILL" };
}

const passed = new Set(
  `HOME USER LOGNAME SHELL LANG LANGUAGE TERM COLORTERM NO_COLOR TMPDIR TZ CI
  XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR
  JAVA_HOME GOPATH GOROOT CARGO_HOME RUSTUP_HOME NVM_DIR PNPM_HOME VOLTA_HOME DOTNET_ROOT PYENV_ROOT VIRTUAL_ENV`.split(
    /\s+/,
  ),
);

export function passesUnixVariable(name: string): boolean {
  return passed.has(name) || /^LC_[A-Z]+$/.test(name);
}
