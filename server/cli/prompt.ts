import type { Readable } from "node:stream";

export const promptLimitBytes = 1024 * 1024;

export type Prompt =
  | { readonly kind: "prompt"; readonly text: string }
  | { readonly kind: "bad-prompt"; readonly message: string };

/** The words of the command line, or all of stdin when they are `-`. */
export async function readPrompt(words: readonly string[], stdin: Readable): Promise<Prompt> {
  const fromStdin = words.length === 1 && words[0] === "-";
  const bytes = fromStdin ? await readAll(stdin) : Buffer.from(words.join(" "));
  if (bytes.length > promptLimitBytes) {
    return { kind: "bad-prompt", message: "The prompt is larger than 1 MB. Name the files to read instead." };
  }
  const text = bytes.toString("utf8").trim();
  if (text === "") {
    return { kind: "bad-prompt", message: 'The prompt is empty. Say what to do: stepladder run "fix the date tests".' };
  }
  return { kind: "prompt", text };
}

/** Stops reading as soon as the limit is passed. */
async function readAll(stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > promptLimitBytes) break;
  }
  return Buffer.concat(chunks);
}
