/** One edit in one file, as a model would ask for it. */
export interface EditScenario {
  readonly kind: "exact" | "tolerant" | "ambiguous" | "gone";
  readonly text: string;
  readonly old: readonly string[];
  readonly new: readonly string[];
  /** 1-based: where the model says the lines stand; models are off by some lines. */
  readonly claimedLine: number;
  /** Undefined: refusing is right, because nothing says which place is meant. */
  readonly expected: string | undefined;
  /** 0-based first and last line in which a change may lie. */
  readonly meant: readonly [number, number];
}

/** Numbers that are the same in every run. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const blockLines = 10;

/** Code with functions of ten lines, of which half look like many others. */
export function makeFile(lines: number): readonly string[] {
  const file: string[] = [];
  for (let index = 0; file.length < lines; index++) file.push(...functionOf(index));
  return file.slice(0, lines);
}

function functionOf(index: number): readonly string[] {
  return [
    `export function step${index}(input: Input): Output {`,
    "  if (input.isEmpty()) {",
    "    log(\"nothing to do — 'skipped'\");",
    "    return undefined;",
    "  }",
    `  const rows = load(input, ${index * 7 + 3});`,
    `  for (const row of rows) handle(row, "case ${index}");`,
    "  return finish(rows);",
    "}",
    "",
  ];
}

const tolerances: readonly ((line: string) => string)[] = [
  (line) => (line === "" ? line : `${line}  `),
  (line) => line.replace(/^ {2}/, ""),
  (line) => line.replace(/^ +/, (space) => "\t".repeat(space.length / 2)),
  (line) => line.replaceAll("—", "-").replaceAll('"', "\u201D"),
];

/** Replaces a call in the middle of a function; all of its lines but the first and the last two are the search. */
export function makeScenario(
  kind: EditScenario["kind"],
  file: readonly string[],
  text: string,
  next: (below: number) => number,
): EditScenario {
  const at = next(Math.floor(file.length / blockLines)) * blockLines;
  const isRepeated = kind === "ambiguous";
  const start = at + 1;
  const end = isRepeated ? at + 5 : at + 8;
  const found = file.slice(start, end);
  const changed = found.map((line) =>
    line.replace("return ", "return await ").replace("handle(row", "await handle(row"),
  );
  const expected = [...file.slice(0, start), ...changed, ...file.slice(end)].join("\n");
  const tolerance = tolerances[next(tolerances.length)] ?? ((line: string) => line);
  const written = (lines: readonly string[]) => {
    if (kind === "tolerant") return lines.map(tolerance);
    return kind === "gone" ? lines.map((line) => line.replace("rows", "items")) : lines;
  };
  return {
    kind,
    text,
    old: written(found),
    new: written(changed),
    claimedLine: Math.max(1, start + 1 + (next(2) === 0 ? 0 : next(41) - 20)),
    expected: isRepeated || kind === "gone" ? undefined : asWritten(kind, tolerance, file, start, end, expected),
    meant: [start, end],
  };
}

/** New lines go in as written: of what a tolerance changed, the file keeps its indentation and its untouched lines alone. */
function asWritten(
  kind: EditScenario["kind"],
  tolerance: (line: string) => string,
  file: readonly string[],
  start: number,
  end: number,
  expected: string,
): string {
  const isAboutCharacters = kind === "tolerant" && (tolerance === tolerances[0] || tolerance === tolerances[3]);
  if (!isAboutCharacters) return expected;
  const lines = expected.split("\n");
  for (let index = start; index < end; index++) {
    if (lines[index] !== file[index]) lines[index] = tolerance(lines[index] ?? "");
  }
  return lines.join("\n");
}
