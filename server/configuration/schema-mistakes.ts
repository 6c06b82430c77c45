import { findNodeAtLocation, getNodeValue, type Node } from "jsonc-parser";
import type { z } from "zod";
import type { Naming, Path, PathMistake } from "./path-mistake.ts";
import { configurationSchema, kinds, type WrittenConfiguration } from "./schema.ts";
import { nearest, shown } from "./suggestion.ts";

export interface SchemaResult {
  /** Undefined when there are mistakes. */
  readonly written: WrittenConfiguration | undefined;
  readonly mistakes: readonly PathMistake[];
}

/** Holds the file against the schema. Every mistake gets its place; values of the file are never repeated in a message. */
export function checkSchema(root: Node, named: Naming): SchemaResult {
  const parsed = configurationSchema.safeParse(getNodeValue(root));
  if (parsed.success) return { written: parsed.data, mistakes: [] };
  const explain = explainedIn(root, named);
  return { written: undefined, mistakes: parsed.error.issues.flatMap((issue) => [...explain(issue, [])]) };
}

function explainedIn(root: Node, named: Naming) {
  return explain;

  function* explain(issue: z.core.$ZodIssue, above: Path): Generator<PathMistake> {
    const path: Path = [...above, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) yield unknownKey(path, key);
    } else if (issue.code === "invalid_key") {
      const because = issue.issues[0]?.message ?? "is not a name that fits here; choose another";
      yield { path, of: "name", message: `${shown(String(path.at(-1)))} ${because}.` };
    } else if (issue.code === "invalid_union") {
      yield* explainUnion(issue, path);
    } else {
      yield atValue(path, issue.message);
    }
  }

  /** A value that is an object was meant as the union's object, so the mistakes inside it help more than the choice does. */
  function* explainUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path): Generator<PathMistake> {
    const inside = findNodeAtLocation(root, path)?.type === "object" ? issue.errors.at(-1) : undefined;
    if (inside === undefined || inside.length === 0) yield atValue(path, issue.message);
    else for (const inner of inside) yield* explain(inner, path);
  }

  function atValue(path: Path, because: string): PathMistake {
    const stands = path.length === 0 || findNodeAtLocation(root, path) !== undefined;
    const message = stands ? `${named(path)} ${because}.` : `${named(path)} is missing. It ${because}.`;
    return { path, of: "value", message };
  }
}

function unknownKey(path: Path, key: string): PathMistake {
  const known = knownKeys(path);
  const meant = nearest(key, known);
  const next =
    meant === undefined
      ? `remove it, or use one of: ${known.join(", ")}`
      : `did you mean \`${meant}\`? Correct or remove it`;
  return { path: [...path, key], of: "name", message: `${shown(key)} is not known here; ${next}.` };
}

/** The keys that the schema knows at a place, found by walking the schema along the path. */
function knownKeys(path: Path): readonly string[] {
  let schema: z.core.$ZodType | undefined = configurationSchema;
  for (const part of path) schema = below(unwrap(schema), part);
  const last = unwrap(schema);
  return last?._zod.def.type === "object" ? Object.keys((last as z.ZodObject).shape) : kinds;
}

function below(schema: z.core.$ZodType | undefined, part: string | number): z.core.$ZodType | undefined {
  switch (schema?._zod.def.type) {
    case "object":
      return (schema as z.ZodObject).shape[part];
    case "record":
      return (schema as z.ZodRecord).valueType;
    case "array":
      return (schema as z.ZodArray).element;
    default:
      return undefined;
  }
}

/** Through `optional`, and into the object of a union. */
function unwrap(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema?._zod.def.type === "optional") return unwrap((schema as z.ZodOptional).unwrap());
  if (schema?._zod.def.type === "union") {
    return (schema as z.ZodUnion).options.find((option) => option._zod.def.type === "object");
  }
  return schema;
}
