import { styleText } from "node:util";

export interface Symbols {
  readonly proved: string;
  readonly refuted: string;
  readonly unproved: string;
  readonly running: string;
  readonly ended: string;
  readonly up: string;
  readonly ellipsis: string;
  readonly separator: string;
  readonly bar: string;
}

const unicode: Symbols = {
  ...{ proved: "✓", refuted: "✗", unproved: "?", running: "●", ended: "○" },
  ...{ up: "↑", ellipsis: "…", separator: " · ", bar: "│" },
};

const ascii: Symbols = {
  ...{ proved: "+", refuted: "x", unproved: "?", running: "*", ended: "o" },
  ...{ up: "^", ellipsis: "...", separator: " - ", bar: "|" },
};

type Paint = (text: string) => string;

export interface Style {
  readonly symbols: Symbols;
  readonly dim: Paint;
  readonly bold: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly attention: Paint;
  readonly accent: Paint;
}

export function makeStyle(options: { readonly color: boolean; readonly unicode: boolean }): Style {
  const paint =
    (format: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      options.color && text !== "" ? styleText(format, text, { validateStream: false }) : text;
  return {
    symbols: options.unicode ? unicode : ascii,
    dim: paint("dim"),
    bold: paint("bold"),
    good: paint("green"),
    bad: paint("red"),
    attention: paint("yellow"),
    accent: paint("cyan"),
  };
}

/** What the terminal at this stream can show. Nothing but plain text goes to a stream that is no terminal. */
export function styleOf(env: NodeJS.ProcessEnv, isTerminal: boolean): Style {
  const color = isTerminal && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  return makeStyle({ color, unicode: showsUnicode(env) });
}

/** Windows Terminal sets no locale, but says who it is. */
function showsUnicode(env: NodeJS.ProcessEnv): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  return /utf-?8/i.test(locale) || env.WT_SESSION !== undefined || env.TERM_PROGRAM === "vscode";
}
