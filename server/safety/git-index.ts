const submoduleMode = 0o160000;

/**
 * Whether a repository's index holds submodules; `unknown` for any form of the file other than the two plain ones (versions 2 and 3
 * with SHA-1, not split), which callers must treat like yes.
 */
export function indexHoldsSubmodules(index: Uint8Array): "yes" | "no" | "unknown" {
  const view = new DataView(index.buffer, index.byteOffset, index.byteLength);
  if (index.byteLength < 32 || ascii(index, 0) !== "DIRC") return "unknown";
  const version = view.getUint32(4);
  if (version !== 2 && version !== 3) return "unknown";
  let offset = 12;
  for (let entry = view.getUint32(8); entry > 0; entry -= 1) {
    if (offset + 64 > index.byteLength) return "unknown";
    if ((view.getUint32(offset + 24) & 0o170000) === submoduleMode) return "yes";
    const flags = view.getUint16(offset + 60);
    const nameStart = offset + ((flags & 0x4000) === 0 ? 62 : 64);
    const nameEnd = index.indexOf(0, nameStart);
    if (nameEnd < 0) return "unknown";
    // Entries are padded with one to eight NULs to a multiple of eight bytes.
    offset += Math.floor((nameEnd - offset + 8) / 8) * 8;
  }
  return holdsSplitIndex(index, view, offset) ? "unknown" : "no";
}

function holdsSplitIndex(index: Uint8Array, view: DataView, start: number): boolean {
  const checksumLength = 20;
  for (let offset = start; offset + 8 <= index.byteLength - checksumLength; offset += 8 + view.getUint32(offset + 4)) {
    if (ascii(index, offset) === "link") return true;
  }
  return false;
}

function ascii(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}
