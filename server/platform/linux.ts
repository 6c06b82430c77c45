import { posix } from "node:path";
import type { Environment, Platform } from "./platform.ts";
import { passesUnixVariable, signalGroup, unixShells } from "./unix.ts";

export const linux: Platform = {
  name: "linux",
  path: posix,
  ignoresCase: false,
  forbiddenPlaces: ["/proc", "/dev", "/sys"],
  folders(env, home) {
    const own = env.STEPLADDER_HOME;
    if (own) return { config: posix.resolve(own, "config"), data: posix.resolve(own, "data") };
    return {
      config: posix.join(absoluteOr(env, "XDG_CONFIG_HOME", posix.join(home, ".config")), "stepladder"),
      data: posix.join(absoluteOr(env, "XDG_DATA_HOME", posix.join(home, ".local", "share")), "stepladder"),
    };
  },
  shells: () => unixShells,
  groupEnd: signalGroup,
  forbiddenSpelling: () => undefined,
  passesVariable: passesUnixVariable,
  executableNames: (program) => [program],
  handlePath: (descriptor) => `/proc/self/fd/${descriptor}`,
};

/** The XDG specification tells to ignore relative values. */
function absoluteOr(env: Environment, name: string, otherwise: string): string {
  const value = env[name];
  return value !== undefined && posix.isAbsolute(value) ? value : otherwise;
}
