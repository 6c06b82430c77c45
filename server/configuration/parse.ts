import { buildConfiguration, type FileFacts } from "./build-configuration.ts";
import type { ConfigurationProblem, ConfigurationResult, SettingProblem } from "./configuration.ts";
import { crossCheck } from "./cross-check.ts";
import type { Found } from "./discover.ts";
import { type CheckedLayer, inOrder, type Layer, type LayerRead, readFileLayer, readSettingsLayer } from "./layer.ts";
import { noticesOf } from "./notices.ts";
import { overlay } from "./overlay.ts";
import { namedInFile, type Path, type PathMistake } from "./path-mistake.ts";
import type { WrittenConfiguration } from "./schema.ts";
import { namedInEditor, settingAt } from "./setting-names.ts";
import type { Mistake } from "./syntax.ts";

/** What the user wrote: a file, an editor's settings, both or neither. */
export interface Sources {
  readonly file: { readonly text: string; readonly asOf: string } | undefined;
  readonly settings: { readonly values: Readonly<Record<string, unknown>>; readonly asOf: string } | undefined;
}

export type Checked =
  | {
      readonly kind: "checked";
      /** The file first, the editor's settings over it. */
      readonly layers: readonly CheckedLayer[];
      /** All of it but the budgets, which are read layer by layer. */
      readonly written: WrittenConfiguration;
    }
  | Extract<ConfigurationResult, { kind: "invalid" }>;

/** The text of the user's file to a configuration, or to all of its mistakes in the order of the file. */
export function parseConfiguration(text: string, facts: FileFacts): ConfigurationResult {
  const checked = checkSources({ file: { text, asOf: facts.asOf }, settings: undefined }, facts);
  return checked.kind === "checked" ? configurationOf(checked, undefined, facts) : checked;
}

/**
 * What the user wrote, checked in itself and together, or all of its mistakes. One mistake means that nothing is set,
 * because half of a configuration could spend or send what the other half forbids.
 */
export function checkSources(sources: Sources, facts: FileFacts): Checked {
  const { canonicalRoot } = facts;
  const file = sources.file && readFileLayer(sources.file.text, sources.file.asOf, canonicalRoot);
  const settings = sources.settings && readSettingsLayer(sources.settings.values, sources.settings.asOf, canonicalRoot);
  const layers = [file, settings].flatMap((read) => (read?.kind === "layer" ? [read.layer] : []));
  const crossed = mistakesBetween(layers);
  const problems = sources.file ? fileProblems(file, crossed, sources.file.text, facts.file) : [];
  const settingProblems = problemsOfSettings(settings, crossed);
  const correct = layers.flatMap((layer) =>
    layer.written === undefined ? [] : [{ ...layer, written: layer.written }],
  );
  if (problems.length + settingProblems.length > 0) return { kind: "invalid", problems, settingProblems };
  const written = correct.reduce<unknown>((lower, layer) => overlay(lower, layer.written), {}) as WrittenConfiguration;
  return { kind: "checked", layers: correct, written };
}

/** A checked configuration; `found` is what serves models where nothing written names an endpoint. */
export function configurationOf(
  { layers, written }: Extract<Checked, { kind: "checked" }>,
  found: Found | undefined,
  facts: FileFacts,
): Extract<ConfigurationResult, { kind: "ready" }> {
  const configuration = buildConfiguration(layers, written, found, facts);
  return { kind: "ready", configuration, notices: noticesOf(layers, configuration, facts) };
}

type Owned = PathMistake & { readonly layer: Layer };

/** What is wrong only when all is seen together, each with the layer in which the value at its place stands. */
function mistakesBetween(layers: readonly Layer[]): readonly Owned[] {
  const values = layers.reduce<unknown>((lower, layer) => overlay(lower, layer.values), undefined);
  const ownerOf = (path: Path) => layers.findLast((layer) => stands(layer.values, path)) ?? layers.at(-1);
  const named = (path: Path) => (ownerOf(path)?.origin === "settings" ? namedInEditor(path) : namedInFile(path));
  return crossCheck(values, named).flatMap((mistake) => {
    const layer = ownerOf(mistake.path);
    return layer === undefined ? [] : [{ ...mistake, layer }];
  });
}

function stands(values: unknown, path: Path): boolean {
  let value = values;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return false;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return true;
}

function fileProblems(
  read: LayerRead | undefined,
  crossed: readonly Owned[],
  text: string,
  file: string,
): readonly ConfigurationProblem[] {
  if (read === undefined) return [];
  const mistakes =
    read.kind === "broken"
      ? [...read.mistakes].sort((left, right) => left.offset - right.offset)
      : inOrder(read.layer, [...read.layer.mistakes, ...crossed.filter(({ layer }) => layer === read.layer)]);
  return mistakes.map((mistake) => problemAt(text, mistake, file));
}

/** The problem at an offset of a text; lines end in `\n`, `\r\n` or `\r`. */
function problemAt(text: string, { offset, message }: Mistake, file: string): ConfigurationProblem {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, message };
}

function problemsOfSettings(read: LayerRead | undefined, crossed: readonly Owned[]): readonly SettingProblem[] {
  if (read === undefined) return [];
  if (read.kind === "broken") return read.mistakes.map(({ message }) => ({ where: "stepladder", message }));
  const mistakes = inOrder(read.layer, [
    ...read.layer.mistakes,
    ...crossed.filter(({ layer }) => layer === read.layer),
  ]);
  return mistakes.map(({ path, message }) => ({ where: settingAt(path), message: inEditorWords(path, message) }));
}

/** Where the file has the word `unlimited`, the settings page has an empty field. */
function inEditorWords(path: Path, message: string): string {
  return path[0] === "budgets" ? message.replaceAll('"unlimited"', "null") : message;
}
