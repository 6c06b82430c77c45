/** The ledger needs `node:sqlite` as it is from this version on. */
const needed = [24, 15] as const;

/** Whether this version of Node can run the server; `version` as in `24.21.0`. */
export function canRunServer(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}
