/** One piece of a pattern between two slashes. */
export type Segment =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "name"; readonly name: string; readonly digits: boolean }
  | { readonly kind: "rest"; readonly name: string };

export type Params = Readonly<Record<string, string>>;

/** `/users/:id#/files/*path`: `:name` takes one segment, `:name#` one of digits, `*name` all that is left. */
export function parsePattern(pattern: string): readonly Segment[] {
  const parts = splitPath(pattern);
  return parts.map((part, index): Segment => {
    if (part.startsWith("*")) {
      if (index < parts.length - 1) throw new Error(`a rest must be last: ${pattern}`);
      return { kind: "rest", name: part.slice(1) };
    }
    if (!part.startsWith(":")) return { kind: "text", text: part };
    const digits = part.endsWith("#");
    return { kind: "name", name: part.slice(1, digits ? -1 : undefined), digits };
  });
}

/** Segments of a path; slashes at its ends and repeated ones mean nothing. */
export function splitPath(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}

/** The parameters when the path matches, else undefined. Values are decoded; one that can't be decoded matches nothing. */
export function match(segments: readonly Segment[], path: string): Params | undefined {
  const parts = splitPath(path.split("?", 1)[0] ?? "");
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === "rest") {
      params[segment.name] = parts.slice(index).join("/");
      return params;
    }
    const part = parts[index];
    if (part === undefined) return undefined;
    const value = decode(part);
    if (value === undefined) return undefined;
    if (segment.kind === "text") {
      if (segment.text !== value) return undefined;
    } else {
      if (segment.digits && !/^\d+$/.test(value)) return undefined;
      params[segment.name] = value;
    }
  }
  return parts.length === segments.length ? params : undefined;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The path of a pattern with its parameters filled in. A missing one is an error, and values are encoded. */
export function fill(segments: readonly Segment[], params: Params): string {
  const parts = segments.map((segment) => {
    if (segment.kind === "text") return segment.text;
    const value = params[segment.name];
    if (value === undefined) throw new Error(`missing parameter: ${segment.name}`);
    if (segment.kind === "rest") return value.split("/").map(encodeURIComponent).join("/");
    return encodeURIComponent(value);
  });
  return `/${parts.join("/")}`;
}

/** Which of two patterns is tried first: below zero for `a`. Text goes before digits, these before names, rests come last. */
export function compareSpecificity(a: readonly Segment[], b: readonly Segment[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = rank(a[index]) - rank(b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(segment: Segment | undefined): number {
  if (segment === undefined) return 3;
  if (segment.kind === "text") return 0;
  if (segment.kind === "rest") return 4;
  return segment.digits ? 1 : 2;
}

/** Parameters behind the question mark; a repeated name keeps all its values, and one without `=` is empty. */
export function parseQuery(path: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const start = path.indexOf("?");
  if (start === -1) return found;
  for (const pair of path.slice(start + 1).split("#", 1)[0]?.split("&") ?? []) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = equals === -1 ? pair : pair.slice(0, equals);
    const value = equals === -1 ? "" : pair.slice(equals + 1);
    const key = decode(name.replaceAll("+", " ")) ?? name;
    const values = found.get(key) ?? [];
    values.push(decode(value.replaceAll("+", " ")) ?? value);
    found.set(key, values);
  }
  return found;
}
