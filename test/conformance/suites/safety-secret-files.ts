import { z } from "zod";
import { isSecretFile } from "../../../server/safety/secret-files.ts";
import type { CaseOutcome } from "./safety-commands.ts";

const secretCase = z.object({ id: z.string(), path: z.string(), expected_secret_file: z.boolean() });

export const suite = {
  name: "safety/secret-files",
  async *run(cases: unknown, _folder: string): AsyncIterable<CaseOutcome> {
    for (const one of z.array(secretCase).parse(cases)) {
      const secret = isSecretFile(one.path);
      if (secret === one.expected_secret_file) yield { id: one.id, outcome: "passed" };
      else yield { id: one.id, outcome: "failed", why: `${one.path} counts as ${secret ? "secret" : "ordinary"}` };
    }
  },
};
