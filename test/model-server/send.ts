import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setImmediate as nextTick, setTimeout as wait } from "node:timers/promises";
import { createGzip } from "node:zlib";
import type { Dialect, Frame } from "./dialect.ts";
import type { Fault, Turn } from "./scenario.ts";

export interface Sending {
  readonly dialect: Dialect;
  readonly frames: readonly Frame[];
  readonly pieces: Turn["pieces"];
  readonly fault: Fault | undefined;
  /** For turns that name no delay of their own. */
  readonly delayMs: number;
  /** Called exactly once, before the terminal marker goes out or the stream is given up. */
  readonly settle: (progress: Progress) => void;
}

export interface Progress {
  readonly outputBytes: number;
  readonly usageSent: boolean;
  readonly complete: boolean;
}

/** Sends a reply with status 200, as well as its fault allows. Resolves when there is nothing more to send. */
export async function send(response: ServerResponse, sending: Sending): Promise<void> {
  const { fault } = sending;
  const nothing: Progress = { outputBytes: 0, usageSent: false, complete: false };
  if (fault?.kind === "no-headers") {
    sending.settle(nothing);
    return untilClosed(response);
  }
  const contentType = fault?.kind === "content-type" ? fault.contentType : sending.dialect.contentType;
  response.writeHead(200, {
    "content-type": contentType,
    ...(fault?.kind === "gzip-bomb" ? { "content-encoding": "gzip" } : {}),
  });
  response.flushHeaders();
  switch (fault?.kind) {
    case "no-first-token":
      sending.settle(nothing);
      return untilClosed(response);
    case "empty-body":
      sending.settle(nothing);
      response.end();
      return;
    case "gzip-bomb":
      sending.settle(nothing);
      return gzipBomb(response, fault.megabytes);
    default:
      return stream(response, sending);
  }
}

async function stream(response: ServerResponse, sending: Sending): Promise<void> {
  const { frames, fault } = sending;
  const writer = new Writer(response, sending);
  for (const frame of frames) {
    if (frame.isEnd) return finish(writer, sending, frame);
    const stop = await writer.write(frame);
    if (stop === "closed") return sending.settle(writer.progress(false));
    if (stop === "position") return breakOff(writer, sending);
    if (fault?.kind === "endless" && frame.isPiece) return endless(writer, sending, frame);
  }
}

async function finish(writer: Writer, sending: Sending, end: Frame): Promise<void> {
  const breaks =
    sending.fault?.kind === "cut" || sending.fault?.kind === "idle" || sending.fault?.kind === "error-event";
  if (breaks) return breakOff(writer, sending);
  if (sending.fault?.kind === "no-end") {
    sending.settle(writer.progress(false));
  } else {
    sending.settle({ ...writer.progress(true), usageSent: writer.progress(true).usageSent || end.carriesUsage });
    await writer.write(end);
  }
  writer.response.end();
}

async function breakOff(writer: Writer, sending: Sending): Promise<void> {
  sending.settle(writer.progress(false));
  const { fault } = sending;
  if (fault?.kind === "idle") return untilClosed(writer.response);
  if (fault?.kind === "error-event") {
    writer.response.end(sending.dialect.errorFrame(fault.message ?? "The scripted host fails here on purpose."));
    return;
  }
  await new Promise<void>((sent) => writer.response.write("", () => sent()));
  writer.response.destroy();
}

async function endless(writer: Writer, sending: Sending, frame: Frame): Promise<void> {
  while ((await writer.write(frame)) !== "closed");
  sending.settle(writer.progress(false));
}

async function gzipBomb(response: ServerResponse, megabytes: number): Promise<void> {
  const gzip = createGzip({ level: 9 });
  gzip.pipe(response);
  const block = Buffer.alloc(1_000_000, " ");
  const closed = untilClosed(response);
  for (let sent = 0; sent < megabytes && !response.destroyed; sent++) {
    if (!gzip.write(block)) await Promise.race([once(gzip, "drain"), closed]);
  }
  gzip.end();
  await closed;
}

function untilClosed(response: ServerResponse): Promise<void> {
  if (response.destroyed || response.closed) return Promise.resolve();
  return new Promise((closed) => response.once("close", () => closed()));
}

class Writer {
  readonly response: ServerResponse;
  private readonly fault: Fault | undefined;
  private readonly chunkBytes: number;
  private readonly delayMs: number;
  private readonly closed: Promise<void>;
  private pieces = 0;
  private bytes = 0;
  private outputBytes = 0;
  private usageSent = false;

  constructor(response: ServerResponse, sending: Sending) {
    this.response = response;
    this.fault = sending.fault;
    this.chunkBytes = sending.pieces?.bytes ?? Number.POSITIVE_INFINITY;
    this.closed = untilClosed(response);
    this.delayMs = sending.pieces?.delayMs ?? sending.delayMs;
  }

  progress(complete: boolean): Progress {
    return { outputBytes: this.outputBytes, usageSent: this.usageSent, complete };
  }

  /** `position`: the place of the fault is reached, and nothing after it was sent. */
  async write(frame: Frame): Promise<"written" | "closed" | "position"> {
    const position = this.fault !== undefined && "afterPieces" in this.fault ? this.fault.afterPieces : undefined;
    if (frame.isPiece && position !== undefined && this.pieces >= position) return "position";
    const whole = Buffer.from(frame.text, "utf8");
    const left = this.bytesLeft();
    for (let start = 0; start < Math.min(whole.length, left); start += this.chunkBytes) {
      const end = Math.min(start + this.chunkBytes, whole.length, left);
      if (!(await this.writeBytes(whole.subarray(start, end)))) return "closed";
    }
    if (whole.length > left) return "position";
    this.outputBytes += frame.outputBytes;
    this.usageSent ||= frame.carriesUsage;
    if (frame.isPiece) this.pieces++;
    return "written";
  }

  private bytesLeft(): number {
    const limit = this.fault !== undefined && "afterBytes" in this.fault ? this.fault.afterBytes : undefined;
    return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(0, limit - this.bytes);
  }

  private async writeBytes(part: Buffer): Promise<boolean> {
    if (this.response.destroyed) return false;
    this.bytes += part.length;
    if (!this.response.write(part)) await Promise.race([once(this.response, "drain"), this.closed]);
    if (this.delayMs > 0) await Promise.race([wait(this.delayMs), this.closed]);
    else if (Number.isFinite(this.chunkBytes)) await nextTick();
    return !this.response.destroyed;
  }
}
