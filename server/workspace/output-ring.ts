/** Keeps the head and the tail of a flood of bytes within a limit. Memory stays bounded whatever comes in. */
export interface OutputRing {
  add(chunk: Uint8Array): void;
  /** The text, with a marker line where bytes were dropped. Characters cut in two at the gap are left out. */
  text(): string;
}

export function createOutputRing(maxBytes: number): OutputRing {
  const headLimit = Math.ceil(maxBytes / 2);
  const tailLimit = maxBytes - headLimit;
  const head: Uint8Array[] = [];
  let headLength = 0;
  let tail: Uint8Array[] = [];
  let tailLength = 0;
  let dropped = 0;

  const compact = () => {
    const all = Buffer.concat(tail);
    const kept = all.subarray(Math.max(0, all.length - tailLimit));
    dropped += all.length - kept.length;
    tail = [Buffer.from(kept)];
    tailLength = kept.length;
  };

  return {
    add(chunk) {
      const toHead = Math.min(chunk.length, headLimit - headLength);
      if (toHead > 0) head.push(Buffer.from(chunk.subarray(0, toHead)));
      headLength += Math.max(0, toHead);
      if (toHead === chunk.length) return;
      const rest = chunk.subarray(Math.max(0, toHead));
      tail.push(rest);
      tailLength += rest.length;
      if (tailLength > 2 * tailLimit + 64 * 1024) compact();
    },
    text() {
      compact();
      const start = Buffer.concat(head);
      const end = Buffer.concat(tail);
      if (dropped === 0) return Buffer.concat([start, end]).toString("utf8");
      const before = start.subarray(0, wholeCharacters(start)).toString("utf8");
      return `${before}\n[… ${dropped} bytes left out …]\n${end.subarray(firstCharacter(end)).toString("utf8")}`;
    },
  };
}

/** Where the last UTF-8 character begins that the bytes hold only in part, or their length. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return size > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function firstCharacter(bytes: Uint8Array): number {
  let start = 0;
  while (start < Math.min(3, bytes.length) && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return start;
}
