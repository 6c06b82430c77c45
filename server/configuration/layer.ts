import { getNodeValue, type Node } from "jsonc-parser";
import { type AmountAt, readAmounts } from "./amounts.ts";
import { namedInFile, type PathMistake, placeIn } from "./path-mistake.ts";
import { repeatedFolders } from "./repeated-folders.ts";
import type { WrittenConfiguration } from "./schema.ts";
import { checkSchema } from "./schema-mistakes.ts";
import { namedInEditor, settingDigits } from "./setting-names.ts";
import { type Mistake, readSyntax } from "./syntax.ts";

export type CanonicalRoot = (folder: string) => string | undefined;

/** One of the two places where a user sets things: the file, or the editor's settings that stand over it. */
export interface Layer {
  readonly origin: "file" | "settings";
  readonly text: string;
  readonly root: Node;
  /** As it stands there, whether or not it is right. */
  readonly values: unknown;
  /** Undefined when there are mistakes. */
  readonly written: WrittenConfiguration | undefined;
  readonly amountAt: AmountAt;
  /** ISO date; the layer's own prices carry it. */
  readonly asOf: string;
  readonly mistakes: readonly PathMistake[];
}

export type CheckedLayer = Layer & { readonly written: WrittenConfiguration };

export type LayerRead =
  | { readonly kind: "layer"; readonly layer: Layer }
  | { readonly kind: "broken"; readonly mistakes: readonly Mistake[] };

export function readFileLayer(text: string, asOf: string, canonicalRoot: CanonicalRoot): LayerRead {
  const syntax = readSyntax(text);
  if (syntax.kind === "mistakes") return { kind: "broken", mistakes: syntax.mistakes };
  const digitsOf = (number: Node) => text.slice(number.offset, number.offset + number.length);
  return { kind: "layer", layer: readLayer("file", text, syntax.root, digitsOf, asOf, canonicalRoot) };
}

/** The editor's settings as they came from it: by the names of the file, and only what the user has set. */
export function readSettingsLayer(
  settings: Readonly<Record<string, unknown>>,
  asOf: string,
  canonicalRoot: CanonicalRoot,
): LayerRead {
  const text = JSON.stringify(settings);
  const syntax = readSyntax(text);
  if (syntax.kind === "mistakes") return { kind: "broken", mistakes: syntax.mistakes };
  return { kind: "layer", layer: readLayer("settings", text, syntax.root, settingDigits, asOf, canonicalRoot) };
}

function readLayer(
  origin: Layer["origin"],
  text: string,
  root: Node,
  digitsOf: (number: Node) => string,
  asOf: string,
  canonicalRoot: CanonicalRoot,
): Layer {
  const named = origin === "file" ? namedInFile : namedInEditor;
  const schema = checkSchema(root, named);
  const amounts = readAmounts(root, digitsOf, named);
  return {
    origin,
    text,
    root,
    values: getNodeValue(root),
    written: schema.written,
    amountAt: amounts.amountAt,
    asOf,
    mistakes: [...schema.mistakes, ...amounts.mistakes, ...repeatedFolders(root, canonicalRoot, named)],
  };
}

/** Offsets for mistakes of a layer, in the order of its text. */
export function inOrder(layer: Layer, mistakes: readonly PathMistake[]): readonly (Mistake & PathMistake)[] {
  return mistakes
    .map((mistake) => ({ ...mistake, ...placeIn(layer.root, mistake) }))
    .sort((left, right) => left.offset - right.offset);
}
