const lookAlikes: readonly (readonly [characters: string, plain: string])[] = [
  ["\u2018\u2019\u201A\u201B\u2032", "'"],
  ["\u201C\u201D\u201E\u201F\u2033", '"'],
  ["\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"],
  ["\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000", " "],
];

const plainOf = new Map(
  lookAlikes.flatMap(([characters, plain]) => [...characters].map((one) => [one, plain] as const)),
);
const lookAlike = new RegExp(`[${[...plainOf.keys()].join("")}]`, "g");
const notAscii = /[^\0-\x7F]/;

/**
 * Curly quotes, long dashes and odd spaces in their plain forms. Every replacement is one character for one, so that a
 * place in the plain text is a place in the text.
 */
export function plain(text: string): string {
  return notAscii.test(text) ? text.replace(lookAlike, (character) => plainOf.get(character) ?? character) : text;
}

/** Without any of these a trimmed line reads as it is written. */
const readsOtherwise = /[^ -[\]-~]| {2}/;

/** A line as it reads: without what models lose or add when they copy code (escapes of quotes, spacing, composed accents). */
export function asItReads(line: string): string {
  const text = plain(line).trim();
  if (!readsOtherwise.test(text)) return text;
  return text
    .replace(/\\(?=[`'"])/g, "")
    .replace(/\s+/g, " ")
    .normalize("NFC");
}

/** Of what stands in a line whatever its look-alikes, spacing, escapes and accents. */
const inWord = "[!#-&(-,./-[\\]-_a-~]";
const words = new RegExp(`${inWord}+`, "g");
const wordsWithNumbers = new RegExp(`(?<!${inWord})${inWord}*?\\d${inWord}*`, "g");

const sampleLength = 65_536;
const mostCounted = 4;

/**
 * The word of the wanted text that finds its place in the text with the fewest attempts: the rarest of some with numbers and
 * of the longest ones, as far as the beginning of the text can tell; undefined when there is no word.
 */
export function rarestWord(text: string, wanted: string): string | undefined {
  const sample = text.length > sampleLength ? text.slice(0, sampleLength) : text;
  let rarest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  const look = (some: readonly string[]) => {
    for (const word of some.slice(0, mostCounted)) {
      if (fewest <= 1) return;
      const count = countUpTo(sample, word, fewest);
      if (count < fewest) [rarest, fewest] = [word, count];
    }
  };
  look(wanted.match(wordsWithNumbers) ?? []);
  if (fewest > 1) look((wanted.match(words) ?? []).toSorted((one, two) => two.length - one.length));
  return rarest;
}

function countUpTo(text: string, word: string, limit: number): number {
  let count = 0;
  for (let at = text.indexOf(word); at >= 0 && count < limit; at = text.indexOf(word, at + word.length)) count++;
  return count;
}
