import { findNodeAtLocation, getNodeValue, type Node } from "jsonc-parser";
import type { z } from "zod";
import { configurationSchema, kinds, type WrittenConfiguration } from "./schema.ts";
import { nearest, shown } from "./suggestion.ts";
import type { Mistake } from "./syntax.ts";

type Path = (string | number)[];

export interface SchemaResult {
  /** Undefined when there are mistakes. */
  readonly written: WrittenConfiguration | undefined;
  readonly mistakes: readonly Mistake[];
}

/** Holds the file against the schema. Every mistake gets its place; values of the file are never repeated in a message. */
export function checkSchema(root: Node): SchemaResult {
  const parsed = configurationSchema.safeParse(getNodeValue(root));
  if (parsed.success) return { written: parsed.data, mistakes: [] };
  return { written: undefined, mistakes: parsed.error.issues.flatMap((issue) => [...explain(root, issue, [])]) };
}

function* explain(root: Node, issue: z.core.$ZodIssue, above: Path): Generator<Mistake> {
  const path: Path = [...above, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) yield unknownKey(root, path, key);
  } else if (issue.code === "invalid_key") {
    const because = issue.issues[0]?.message ?? "is not a name that fits here; choose another";
    yield { offset: nameOffset(root, path), message: `${shown(String(path.at(-1)))} ${because}.` };
  } else if (issue.code === "invalid_union") {
    yield* explainUnion(root, issue, path);
  } else {
    yield atValue(root, path, issue.message);
  }
}

/** A value that is an object was meant as the union's object, so the mistakes inside it help more than the choice does. */
function* explainUnion(root: Node, issue: z.core.$ZodIssueInvalidUnion, path: Path): Generator<Mistake> {
  const inside = findNodeAtLocation(root, path)?.type === "object" ? issue.errors.at(-1) : undefined;
  if (inside === undefined || inside.length === 0) yield atValue(root, path, issue.message);
  else for (const inner of inside) yield* explain(root, inner, path);
}

function atValue(root: Node, path: Path, because: string): Mistake {
  const node = path.length === 0 ? root : findNodeAtLocation(root, path);
  if (node !== undefined) return { offset: node.offset, message: `${where(path)} ${because}.` };
  const parent = findNodeAtLocation(root, path.slice(0, -1)) ?? root;
  return { offset: parent.offset, message: `${where(path)} is missing. It ${because}.` };
}

function unknownKey(root: Node, path: Path, key: string): Mistake {
  const known = knownKeys(path);
  const meant = nearest(key, known);
  const next =
    meant === undefined
      ? `remove it, or use one of: ${known.join(", ")}`
      : `did you mean \`${meant}\`? Correct or remove it`;
  return { offset: nameOffset(root, [...path, key]), message: `${shown(key)} is not known here; ${next}.` };
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

/** Where the name of a property begins. */
export function nameOffset(root: Node, path: Path): number {
  return findNodeAtLocation(root, path)?.parent?.offset ?? root.offset;
}

/** A path such as `rungs[0].models[1]`, for the beginning of a sentence. */
export function where(path: Path): string {
  if (path.length === 0) return "The file";
  const text = path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
  return shown(text);
}
