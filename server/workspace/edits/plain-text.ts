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

/**
 * Curly quotes, long dashes and odd spaces in their plain forms. Every replacement is one character for one, so that a
 * place in the plain text is a place in the text. A text without look-alikes comes back as the same string.
 */
export function plain(text: string): string {
  return text.replace(lookAlike, (character) => plainOf.get(character) ?? character);
}

/** A line as it reads: without what models lose or add when they copy code (escapes of quotes, spacing, composed accents). */
export function asItReads(line: string): string {
  return line
    .replace(/\\(?=[`'"])/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .normalize("NFC");
}
