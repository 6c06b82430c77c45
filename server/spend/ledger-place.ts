import { statfsSync } from "node:fs";
import { resolve, sep } from "node:path";
import { LedgerError } from "./ledger-error.ts";

/** Folders that a service copies between machines behind SQLite's back. */
const syncedFolder = /^(onedrive( - .*)?|dropbox|google ?drive|mobile documents|iclouddrive|nextcloud)$/i;

/** Linux's names for file systems on another machine: NFS, SMB, CIFS, SMB2. Their locks are not to be trusted. Other systems use none of these numbers. */
const networkFileSystems: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42]);

/** Refuses places where locks or the write-ahead log can't be relied on. The folder must exist. */
export function checkPlace(folder: string): void {
  const synced = resolve(folder)
    .split(sep)
    .find((segment) => syncedFolder.test(segment));
  if (synced !== undefined) throw wrongPlace(folder, `${synced} copies its files to other machines`);
  if (networkFileSystems.has(statfsSync(folder).type)) {
    throw wrongPlace(folder, "it is on a network file system");
  }
}

function wrongPlace(folder: string, because: string): LedgerError {
  return new LedgerError(
    "place",
    `The ledger can't be kept in ${folder}, because ${because}, and a budget could be overspent.`,
    "Set STEPLADDER_HOME to a folder on this machine's own disk.",
  );
}
