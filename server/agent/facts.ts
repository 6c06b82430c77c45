/** What an attempt found out, for whoever goes on from there. */
export type Fact =
  /** A part of a file that was read, and the names that it defines. */
  | {
      readonly kind: "read";
      readonly path: string;
      readonly first: number;
      readonly last: number;
      readonly names: readonly string[];
    }
  | { readonly kind: "wrote"; readonly path: string; readonly how: "created" | "edited" | "deleted" }
  | { readonly kind: "found"; readonly pattern: string; readonly places: readonly string[] }
  /** What was looked for and is not there; one sentence. */
  | { readonly kind: "missing"; readonly what: string }
  | { readonly kind: "ran"; readonly command: string; readonly result: string }
  | { readonly kind: "checked"; readonly command: string; readonly result: string }
  /** What another model reported. */
  | { readonly kind: "reported"; readonly text: string };

const mostNames = 12;

const definition =
  /^\s*(?:export\s+|default\s+|public\s+|private\s+|protected\s+|static\s+|async\s+|abstract\s+|final\s+|pub(?:\([^)]*\))?\s+|unsafe\s+)*(?:function\*?|class|interface|enum|struct|trait|def|fn|func(?:\s+\([^)]*\))?|module|type|namespace|const|let|var)\s+([A-Za-z_$][\w$]*)/;

/** Names that source text defines, near its margin first: what a reader would look for. */
export function definedNames(text: string): readonly string[] {
  const found = text.split("\n").flatMap((line) => {
    const name = definition.exec(line)?.[1];
    return name === undefined ? [] : [{ name, indent: line.search(/\S/) }];
  });
  const names = found.toSorted((a, b) => a.indent - b.indent).map(({ name }) => name);
  return [...new Set(names)].slice(0, mostNames);
}

/** Facts as lines, told once each: where things are and what was run. What is not there stands by itself. */
export function factLines(facts: readonly Fact[]): {
  readonly found: readonly string[];
  readonly ruledOut: readonly string[];
} {
  const others = facts.flatMap((fact) => lineOf(fact) ?? []);
  const missing = facts.flatMap((fact) => (fact.kind === "missing" ? [fact.what] : []));
  return { found: [...filesRead(facts), ...new Set(others)], ruledOut: [...new Set(missing)] };
}

/** One line for each file, with all parts of it that were read. */
function filesRead(facts: readonly Fact[]): readonly string[] {
  const reads = facts.flatMap((fact) => (fact.kind === "read" ? [fact] : []));
  return [...Map.groupBy(reads, ({ path }) => path)].map(([path, parts]) => {
    const lines = [...new Set(parts.map(({ first, last }) => `${first}-${last}`))].join(", ");
    const names = [...new Set(parts.flatMap((part) => part.names))].slice(0, mostNames);
    return `read ${path}:${lines}${names.length > 0 ? ` (defines ${names.join(", ")})` : ""}`;
  });
}

function lineOf(fact: Fact): string | undefined {
  switch (fact.kind) {
    case "read":
    case "missing":
      return undefined;
    case "wrote":
      return `${fact.how} ${fact.path}`;
    case "found":
      return `searched ${fact.pattern}: ${fact.places.join(", ")}`;
    case "ran":
      return `ran ${fact.command}: ${fact.result}`;
    case "checked":
      return `check ${fact.command}: ${fact.result}`;
    case "reported":
      return fact.text;
  }
}
