import { parse, type Tree } from "./parse.ts";

export type Values = Readonly<Record<string, number>>;

/** Takes a list of numbers of any length from `least` on. */
interface Known {
  readonly least: number;
  readonly run: (values: readonly number[]) => number;
}

const known: Readonly<Record<string, Known>> = {
  min: { least: 1, run: (values) => Math.min(...values) },
  max: { least: 1, run: (values) => Math.max(...values) },
  abs: { least: 1, run: ([value = 0]) => Math.abs(value) },
  sum: { least: 0, run: (values) => values.reduce((sum, value) => sum + value, 0) },
};

export function evaluate(text: string, values: Values = {}): number {
  return valueOf(parse(text), values);
}

export function valueOf(tree: Tree, values: Values): number {
  switch (tree.kind) {
    case "number":
      return tree.value;
    case "name": {
      const value = Object.hasOwn(values, tree.name) ? values[tree.name] : undefined;
      if (value === undefined) throw new Error(`unknown name: ${tree.name}`);
      return value;
    }
    case "minus":
      return -valueOf(tree.of, values);
    case "choice":
      return valueOf(tree.condition, values) !== 0 ? valueOf(tree.yes, values) : valueOf(tree.no, values);
    case "operation":
      return operate(tree.sign, valueOf(tree.left, values), valueOf(tree.right, values));
    case "call":
      return call(tree.name, tree.arguments.map((part) => valueOf(part, values)));
  }
}

export function operate(sign: string, a: number, b: number): number {
  switch (sign) {
    case "+": return a + b;
    case "-": return a - b;
    case "*": return a * b;
    case "**": return a ** b;
    case "/":
      if (b === 0) throw new Error("division by zero");
      return a / b;
    case "%":
      if (b === 0) throw new Error("division by zero");
      return ((a % b) + b) % b;
    case "<": return a < b ? 1 : 0;
    case "<=": return a <= b ? 1 : 0;
    case ">": return a > b ? 1 : 0;
    case ">=": return a >= b ? 1 : 0;
    case "==": return a === b ? 1 : 0;
    case "!=": return a !== b ? 1 : 0;
    default: throw new Error(`unknown sign: ${sign}`);
  }
}

export function call(name: string, values: readonly number[]): number {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined) throw new Error(`unknown function: ${name}`);
  if (values.length < found.least) throw new Error(`${name} needs ${found.least} or more`);
  return found.run(values);
}

/** Names that a formula needs, each once, sorted. Functions are no names. */
export function namesIn(text: string): readonly string[] {
  const found = new Set<string>();
  const look = (tree: Tree): void => {
    switch (tree.kind) {
      case "number":
        return;
      case "name":
        found.add(tree.name);
        return;
      case "minus":
        return look(tree.of);
      case "operation":
        look(tree.left);
        return look(tree.right);
      case "choice":
        look(tree.condition);
        look(tree.yes);
        return look(tree.no);
      case "call":
        for (const part of tree.arguments) look(part);
    }
  };
  look(parse(text));
  return [...found].sort();
}
