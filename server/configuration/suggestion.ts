/** The known word that a mistyped one most likely stands for; undefined when none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { word: candidate, distance };
  }
  return best?.word;
}

/** Words beyond this length are no typing mistakes, and comparing them would take long. */
const longestWord = 100;

/** Counts letters that are missing, added, changed or swapped with their neighbour. */
function editDistance(left: string, right: string): number {
  if (left.length > longestWord || right.length > longestWord) return Number.POSITIVE_INFINITY;
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1;
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + same,
          swapped ? (beforePrevious[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}

const looksSecret =
  /sk-|^(?:gsk|xai|hf|key|pk|AIza|AKIA|eyJ)[-_]?[A-Za-z0-9]{12}|(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{32}/;

/** Text of the file for a message. Whatever may be a key, or would break a line of output, is left out. */
export function shown(text: string): string {
  if (looksSecret.test(text)) return "(left out: it looks like a key)";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not reach a terminal
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "?");
  return `\`${clean.length > 80 ? `${clean.slice(0, 77)}...` : clean}\``;
}
