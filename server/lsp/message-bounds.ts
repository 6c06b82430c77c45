const headerLimit = 4_096;
const headerEnd = Buffer.from("\r\n\r\n");
const contentLength = /^content-length:[ \t]*(\d{1,15})[ \t]*$/im;

/**
 * Follows a stream of messages without keeping their bodies. Each chunk is answered with what is wrong with the stream, or
 * undefined. After a mistake the place of the next message is unknown, so nothing after it can be trusted.
 */
export function createMessageBounds(limitBytes: number): (chunk: Uint8Array) => string | undefined {
  let header = Buffer.alloc(0);
  let bodyLeft = 0;
  return (chunk) => {
    let rest = Buffer.from(chunk);
    while (rest.length > 0) {
      const skipped = Math.min(bodyLeft, rest.length);
      bodyLeft -= skipped;
      rest = rest.subarray(skipped);
      if (rest.length === 0) return undefined;
      header = Buffer.concat([header, rest]);
      const end = header.indexOf(headerEnd);
      if (end > headerLimit || (end < 0 && header.length > headerLimit)) return "a header of a message is too long";
      if (end < 0) return undefined;
      const length = contentLength.exec(header.toString("latin1", 0, end))?.[1];
      if (length === undefined) return "a message came without a valid Content-Length";
      if (Number(length) > limitBytes) return `a message of ${length} bytes is larger than ${limitBytes}`;
      bodyLeft = Number(length);
      rest = header.subarray(end + headerEnd.length);
      header = Buffer.alloc(0);
    }
    return undefined;
  };
}
