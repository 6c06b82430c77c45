import { catalogue } from "../models/catalogue/catalogue.ts";
import type { Secrets } from "../models/endpoint.ts";
import type { Environment } from "./discover.ts";

export interface KeyStore extends Secrets {
  /** Every value that is or may be a key, longest first, so that a redactor can take them all out. */
  allKeyValues(): readonly string[];
}

/** Shorter values are too common to be taken out of every text. */
const shortestKey = 8;
const secretName = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i;

/** By the name of the usual environment variable. */
export type GivenKeys = Readonly<Record<string, string>>;

/**
 * Keys that an editor handed over, and behind them those of environment variables, read anew at each use. `keyNames` are the
 * variables that the configuration names. What was handed over goes into no environment.
 */
export function createKeyStore(env: Environment, given: GivenKeys, keyNames: Iterable<string> = []): KeyStore {
  const named = new Set([...keyNames, ...catalogue.providers.flatMap(({ keys }) => keys)]);
  return {
    read: (keyName) => valueIn(given, keyName) ?? valueIn(env, keyName),
    allKeyValues() {
      const names = Object.keys(env).filter((name) => named.has(name) || secretName.test(name));
      const values = [...names.map((name) => env[name]), ...Object.values(given)].flatMap(
        (value) => usable(value) ?? [],
      );
      return [...new Set(values)].filter((value) => value.length >= shortestKey).sort((a, b) => b.length - a.length);
    },
  };
}

function valueIn(values: Environment, name: string): string | undefined {
  return Object.hasOwn(values, name) ? usable(values[name]) : undefined;
}

/** Without blanks around it, which come from copying; a blank value is no key. */
function usable(value: string | undefined): string | undefined {
  const key = value?.trim();
  return key === undefined || key === "" ? undefined : key;
}
