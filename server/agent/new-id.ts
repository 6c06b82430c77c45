import { randomBytes } from "node:crypto";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A short random id such as `task-7k2m9qxw4h`: 50 bits, readable, safe in paths and on command lines. */
export function newId(noun: "task" | "subtask" | "attempt" | "call" | "approval" | "question"): string {
  return `${noun}-${Array.from(randomBytes(10), (byte) => alphabet[byte & 31]).join("")}`;
}
