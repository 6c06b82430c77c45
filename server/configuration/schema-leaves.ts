import path from "node:path";
import picomatch from "picomatch";
import { z } from "zod";

/** What a number or string that stands for US dollars says of itself; its digits are read by `amount.ts`. */
const dollarsPattern = "^(0|[1-9][0-9]{0,9})(\\.[0-9]{1,9})?$";

export function dollars(description: string) {
  const hint = "must be an amount in US dollars; write a plain decimal, such as 0.15";
  return z
    .union([z.number().meta({ minimum: 0 }), z.string().meta({ pattern: dollarsPattern })], { error: hint })
    .meta({ description });
}

export function dollarsOrUnlimited(description: string) {
  const hint = 'must be an amount in US dollars or "unlimited"; write for example 10';
  return z
    .union(
      [
        z.literal("unlimited"),
        z.number().meta({ minimum: 0 }),
        z.string().meta({ pattern: `^unlimited$|${dollarsPattern}` }),
      ],
      { error: hint },
    )
    .meta({ description });
}

export function wholeNumber(least: number, most: number, example: number, description: string) {
  const hint = `must be a whole number from ${least} to ${most}; write for example ${example}`;
  return z.int({ error: hint }).min(least, { error: hint }).max(most, { error: hint }).meta({ description });
}

export function seconds(example: number, description: string) {
  const hint = `must be a number of seconds above 0 and up to 3600; write for example ${example}`;
  return z.number({ error: hint }).positive({ error: hint }).max(3600, { error: hint }).meta({ description });
}

export function object(what: string) {
  return `must be an object in { }; write ${what}`;
}

export const reference = z
  .string({ error: 'must be text in quotes; write "endpoint/model"' })
  .regex(/^[^/\s]+\/\S.*$/, { error: 'must name an endpoint and a model; write "endpoint/model"' });

export const commandLine = z
  .string({ error: 'must be a command line in quotes; write for example "npm test"' })
  .max(2000, { error: "is longer than 2000 characters; put the work into a script and name that" })
  .regex(/\S/, { error: "is empty; write a command line or remove it" })
  .regex(/^\P{Cc}*$/u, { error: "has a line break or control character; write one command line per entry" });

const folderHint = 'must be the full path of a folder; write for example "/home/me/project"';
export const folder = z.string().refine((text) => path.isAbsolute(text), { error: folderHint });
export const folderOrAny = z
  .string()
  .refine((text) => text === "*" || path.isAbsolute(text), { error: `${folderHint}, or "*" for every folder` });

export const glob = z
  .string({ error: 'must be a glob in quotes; write for example "secrets/**"' })
  .superRefine((text, context) => {
    const mistake = globMistake(text);
    if (mistake !== undefined) context.addIssue({ code: "custom", message: mistake });
  });

function globMistake(text: string): string | undefined {
  if (text.trim() === "") return "is empty; write a glob or remove it";
  if (text.includes("\\")) return "has a backslash; write / between folders";
  if (text.startsWith("!")) return "takes paths out again; list only what must stay local";
  if (text.startsWith("/") || /^[A-Za-z]:/.test(text) || text.split("/").includes("..")) {
    return 'leaves the workspace; write it relative to the workspace root, such as "secrets/**"';
  }
  try {
    picomatch.makeRe(text, { strictBrackets: true });
    return undefined;
  } catch {
    return "is not a valid glob; close its brackets";
  }
}
