import { win32 } from "node:path";
import type { Environment, Platform, Shell } from "./platform.ts";

export const windows: Platform = {
  name: "windows",
  path: win32,
  ignoresCase: true,
  forbiddenPlaces: [],
  folders(env, home) {
    const own = env.STEPLADDER_HOME;
    if (own) return { config: win32.resolve(own, "config"), data: win32.resolve(own, "data") };
    return {
      config: win32.join(env.APPDATA || win32.join(home, "AppData", "Roaming"), "stepladder"),
      data: win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), "stepladder"),
    };
  },
  shells(env) {
    const system = win32.join(systemRoot(env), "System32");
    const powershell: Shell = {
      file: win32.join(system, "WindowsPowerShell", "v1.0", "powershell.exe"),
      grammar: "powershell",
      argumentsFor: (line) => ["-NoProfile", "-NonInteractive", "-Command", line],
    };
    const cmd: Shell = {
      file: win32.join(system, "cmd.exe"),
      grammar: "powershell",
      argumentsFor: (line) => ["/d", "/s", "/c", line],
    };
    return [powershell, cmd];
  },
  groupEnd(pid, _gentle, env) {
    const file = win32.join(systemRoot(env), "System32", "taskkill.exe");
    return { kind: "run", file, args: ["/pid", String(pid), "/t", "/f"] };
  },
  forbiddenSpelling,
  passesVariable: (name) => passed.has(name.toUpperCase()),
  executableNames: (program) => (/\.(exe|com)$/i.test(program) ? [program] : [`${program}.exe`, `${program}.com`]),
  handlePath: () => undefined,
};

const passed = new Set(
  `SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT TEMP TMP USERPROFILE USERNAME HOMEDRIVE HOMEPATH HOME APPDATA LOCALAPPDATA
  PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) COMMONPROGRAMFILES NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE OS LANG TERM NO_COLOR CI TZ
  JAVA_HOME GOPATH GOROOT CARGO_HOME RUSTUP_HOME PNPM_HOME VOLTA_HOME DOTNET_ROOT VIRTUAL_ENV`.split(/\s+/),
);

function systemRoot(env: Environment): string {
  const named = env.SystemRoot ?? env.SYSTEMROOT;
  return named !== undefined && /^[a-z]:\\[\w\\ -]*$/i.test(named) ? named : "C:\\Windows";
}

/** Windows reads these spellings as something other than the file that they seem to name. */
function forbiddenSpelling(path: string): string | undefined {
  if (/^[\\/]{2}/.test(path)) return "it names a device or another machine";
  if (path.slice(/^[a-z]:[\\/]/i.test(path) ? 2 : 0).includes(":"))
    return "it names a data stream or a drive's own folder";
  for (const segment of path.split(/[\\/]/)) {
    if (segment === "" || segment === "." || segment === "..") continue;
    if (/[. ]$/.test(segment)) return "a part of it ends with a dot or a space, which Windows drops";
    if (/~\d/.test(segment)) return "a part of it looks like a short 8.3 alias";
    if (/^(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])(\..*)?$/i.test(segment))
      return "it names a device";
    if (/[<>"|?*]/.test(segment)) return "it has a character that Windows file names can't hold";
  }
  return undefined;
}
