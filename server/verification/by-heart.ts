import { changedLines } from "../workspace/edits/line-diff.ts";
import type { ChangedFile } from "./changed-file.ts";
import { listed } from "./evidence.ts";
import { isKnownLanguage } from "./grammars.ts";
import { literalsIn, type Recognised, recognisedIn } from "./literals.ts";
import { isYardstick } from "./measure.ts";

const mostFilesLookedInto = 300;
const largest = 1_000_000;

/**
 * What new code recognises although only the tests tell it to: all of these values stand in the tests, those that say something
 * nowhere in the code before, and the task does not speak of all of them. Code that knows the tests' values passes them, and
 * may do nothing else. The attempt's own tests don't count, and neither does its own code.
 */
export async function knownByHeart(
  prompt: string,
  files: readonly ChangedFile[],
  paths: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<Recognised | undefined> {
  const written = files.filter(({ path, after }) => after !== undefined && !isYardstick(path, []));
  const groups = await Promise.all(
    written.map(({ path, before = "", after = "" }) => {
      const lines = changedLines(before, after);
      return recognisedIn(path, after, (line) => lines.has(line));
    }),
  );
  const suspects = groups
    .flat()
    .filter((group) => !group.every(isTrivial) && !group.every((value) => isNamed(value, prompt)));
  if (suspects.length === 0) return undefined;
  const attempted = new Map(files.map(({ path, before }) => [path, before]));
  const asBefore = async (path: string) => (attempted.has(path) ? attempted.get(path) : read(path));
  const all = [...new Set([...attempted.keys(), ...paths])].filter(isKnownLanguage);
  const inTests = await literalsOf(
    all.filter((path) => isYardstick(path, [])),
    asBefore,
  );
  const inCode = await literalsOf(
    all.filter((path) => !isYardstick(path, [])),
    asBefore,
  );
  return suspects.find((group) =>
    group.every((value) => inTests.has(value) && (isTrivial(value) || !inCode.has(value))),
  );
}

export const describeByHeart = (values: Recognised): string =>
  `The tests pass, but the change recognises ${listed(values.map((value) => value.replace(/^"|"$/g, "")))} one by one, as the tests have them: it may know their values by heart. Look whether others work.`;

async function literalsOf(
  paths: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const path of paths.slice(0, mostFilesLookedInto)) {
    const text = await read(path);
    if (text === undefined || text.length > largest) continue;
    for (const value of await literalsIn(path, text)) found.add(value);
  }
  return found;
}

/** Small numbers, round ones and single letters stand in every test. */
const isTrivial = (value: string): boolean => /^"(?:\\?.)?"$|^-?\d{1,2}$|^-?10*$/.test(value);

const isNamed = (value: string, prompt: string): boolean =>
  value.startsWith('"') ? prompt.includes(JSON.parse(value)) : new Set(prompt.match(/-?\d+(?:\.\d+)?/g)).has(value);
