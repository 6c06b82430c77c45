import { posix } from "node:path";
import type { Platform } from "./platform.ts";
import { passesUnixVariable, signalGroup, unixShells } from "./unix.ts";

export const macos: Platform = {
  name: "macos",
  path: posix,
  ignoresCase: true,
  forbiddenPlaces: ["/dev", "/.vol"],
  folders(env, home) {
    const own = env.STEPLADDER_HOME;
    if (own) return { config: posix.resolve(own, "config"), data: posix.resolve(own, "data") };
    const support = posix.join(home, "Library", "Application Support", "stepladder");
    return { config: posix.join(support, "config"), data: posix.join(support, "data") };
  },
  shells: () => unixShells,
  groupEnd: signalGroup,
  // A resource fork is a second content behind the same name.
  forbiddenSpelling: (path) =>
    /\/\.\.namedfork(\/|$)/i.test(path) ? "it names a resource fork instead of a file" : undefined,
  passesVariable: (name) => passesUnixVariable(name) || name === "__CF_USER_TEXT_ENCODING" || name === "DEVELOPER_DIR",
  executableNames: (program) => [program],
  handlePath: () => undefined,
};
