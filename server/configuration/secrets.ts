import type { Secrets } from "../models/endpoint.ts";
import type { Environment } from "./discover.ts";
import { known } from "./known-providers.ts";

export interface EnvironmentSecrets extends Secrets {
  /** Every value in the environment that may be a key, longest first, so that a redactor can take them all out. */
  allKeyValues(): readonly string[];
}

/** Shorter values are too common to be taken out of every text. */
const shortestKey = 8;
const secretName = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i;

/** Keys from environment variables, read anew at each use; `keyNames` are the variables that the configuration names. */
export function environmentSecrets(env: Environment, keyNames: Iterable<string> = []): EnvironmentSecrets {
  const named = new Set([...keyNames, ...known.providers.flatMap(({ keys }) => keys)]);
  return {
    read: (keyName) => usable(env[keyName]),
    allKeyValues() {
      const names = Object.keys(env).filter((name) => named.has(name) || secretName.test(name));
      const values = names.flatMap((name) => usable(env[name]) ?? []);
      return [...new Set(values)].filter((value) => value.length >= shortestKey).sort((a, b) => b.length - a.length);
    },
  };
}

/** Without blanks around it, which come from copying; a blank value is no key. */
function usable(value: string | undefined): string | undefined {
  const key = value?.trim();
  return key === undefined || key === "" ? undefined : key;
}
