/** Why the disk said no, as a sentence that ends in what to do about it. Our own bugs are no such reason and go on as errors. */
export function diskReason(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
  return reasons[error.code] ?? `The disk answered ${error.code}. Look at the file and its folder, then try again.`;
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code);
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full. Free some space and try again.",
  EDQUOT: "The disk quota is used up. Free some space and try again.",
  EACCES: "There is no permission to do this. Check who owns the file and its folder.",
  EPERM: "The system does not permit this. Check who owns the file, and whether it is locked.",
  EROFS: "The file system is read-only. Work in a folder that can be written.",
  EISDIR: "A folder stands at this path. Choose another name.",
  ENOTDIR: "Something on the path is a file, not a folder. Choose another path.",
  ENOENT: "The folder is gone. List the files again.",
  ELOOP: "There is a symbolic link at this path, and links are not followed. Use the real path.",
  ENAMETOOLONG: "The name is too long for this disk. Choose a shorter one.",
  EBUSY: "Another program holds the file. Close it there and try again.",
  EMFILE: "Too many files are open. Try again.",
  EIO: "The disk reported a fault. Check the disk before going on.",
};
