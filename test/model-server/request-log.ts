import type { IncomingMessage } from "node:http";
import type { DialectName } from "../../server/models/endpoint.ts";
import { header } from "./http.ts";

export interface RecordedRequest {
  readonly time: string;
  readonly dialect: DialectName;
  readonly clientRequestId: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
  /** Undefined until they are known. */
  model: string | undefined;
  turn: number | undefined;
  status: number | undefined;
}

const kept = 5000;

/** The latest chat requests, oldest first. */
export class RequestLog {
  private readonly records: RecordedRequest[] = [];

  add(dialect: DialectName, request: IncomingMessage, body: unknown): RecordedRequest {
    const record: RecordedRequest = {
      time: new Date().toISOString(),
      dialect,
      clientRequestId: header(request, "x-client-request-id"),
      headers: request.headers,
      body,
      model: undefined,
      turn: undefined,
      status: undefined,
    };
    this.records.push(record);
    if (this.records.length > kept) this.records.shift();
    return record;
  }

  list(): readonly RecordedRequest[] {
    return [...this.records];
  }
}
