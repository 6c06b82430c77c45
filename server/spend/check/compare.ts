import { type NanoUsd, nano, noMoney } from "../money.ts";
import { type Bill, type BillLine, type Counted, comparableModel } from "./bill.ts";

/** A call of the ledger that may have been billed. */
export interface LedgerLine {
  readonly call: string;
  /** Milliseconds since the epoch. */
  readonly reservedAt: number;
  readonly settledAt: number | undefined;
  /** The names over the wire: as asked, and as answered. */
  readonly models: readonly string[];
  readonly state: "held" | "posted" | "void" | "unknown";
  /** Posted: the cost. Held and unknown: the hold. */
  readonly usd: NanoUsd;
  /** Undefined where the host reported none. */
  readonly tokens: Required<Pick<Counted, "input" | "cacheRead" | "cacheWrite" | "output">> | undefined;
}

export interface Compared {
  readonly kind: "matched" | "differs" | "only-there" | "only-here";
  readonly lines: readonly number[];
  readonly calls: readonly string[];
  readonly model: string;
  /** ISO time. */
  readonly at: string;
  readonly there: Counted;
  readonly here: Counted;
  /** What differs, each in a few words. */
  readonly differences: readonly string[];
}

export interface Comparison {
  readonly compared: readonly Compared[];
  readonly totals: { readonly there: Counted; readonly here: Counted };
}

/** Milliseconds by which a host's clock and ours may be apart. */
const clockSlack = 120_000;

/** Compares every line of a bill with the ledger's calls at that host, and every call in the bill's time with the bill. */
export function compareBill(bill: Bill, calls: readonly LedgerLine[]): Comparison {
  const compared = bill.each === "call" ? compareCalls(bill, calls) : compareSums(bill, calls);
  const side = (which: "there" | "here") => addUp(compared.map((each) => each[which]));
  return { compared, totals: { there: side("there"), here: side("here") } };
}

function compareCalls(bill: Bill, calls: readonly LedgerLine[]): readonly Compared[] {
  const free = new Set(calls.filter(({ state }) => state !== "void"));
  const byModel = new Map<string, LedgerLine[]>();
  for (const call of free) {
    for (const name of new Set(call.models.map(comparableModel)))
      byModel.set(name, [...(byModel.get(name) ?? []), call]);
  }
  const compared = bill.lines
    .toSorted((a, b) => a.from - b.from)
    .map((line): Compared => {
      const same = byModel.get(comparableModel(line.model)) ?? [];
      const near = same.filter((call) => free.has(call) && isNear(call, line));
      const [best] = near.toSorted((a, b) => distance(a, line) - distance(b, line));
      if (best === undefined) return onlyThere([line]);
      free.delete(best);
      return weigh([line], [best], bill);
    });
  return [...compared, ...[...free].map((call) => onlyHere([call]))].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function isNear(call: LedgerLine, { from }: BillLine): boolean {
  return from >= call.reservedAt - clockSlack && from <= (call.settledAt ?? call.reservedAt) + clockSlack;
}

/** Tokens tell two calls apart better than clocks do. */
function distance({ tokens, reservedAt }: LedgerLine, { from, counted }: BillLine): number {
  const apart = (ours: number | undefined, theirs: number | undefined) => Math.abs((ours ?? 0) - (theirs ?? 0));
  const inTokens = apart(tokens?.input, counted.input) + apart(tokens?.output, counted.output);
  return inTokens + Math.min(Math.abs(from - reservedAt) / 1_000_000, 0.9);
}

function compareSums(bill: Bill, calls: readonly LedgerLine[]): readonly Compared[] {
  const groups = Map.groupBy(bill.lines, ({ from, to, model }) => `${from} ${to} ${comparableModel(model)}`);
  const used = new Set<LedgerLine>();
  const compared = [...groups.values()].flatMap((lines): readonly Compared[] => {
    const [first] = lines;
    if (first === undefined) return [];
    const same = calls.filter(
      (call) => call.reservedAt >= first.from && call.reservedAt < first.to && isSameModel(call, first.model),
    );
    for (const call of same) used.add(call);
    const billed = same.filter(({ state }) => state !== "void");
    return [billed.length === 0 ? onlyThere(lines) : weigh(lines, billed, bill)];
  });
  const rest = calls.filter((call) => !used.has(call) && call.state !== "void");
  const byDay = Map.groupBy(
    rest,
    ({ reservedAt, models }) => `${dayOf(reservedAt)} ${comparableModel(models[0] ?? "")}`,
  );
  return [...compared, ...[...byDay.values()].map(onlyHere)].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function isSameModel({ models }: LedgerLine, model: string): boolean {
  return models.some((own) => comparableModel(own) === comparableModel(model));
}

function weigh(lines: readonly BillLine[], calls: readonly LedgerLine[], bill: Bill): Compared {
  const there = addUp(lines.map(({ counted }) => counted));
  const here = addUp(calls.map(countedHere));
  const doubtful = calls.filter(({ state }) => state !== "posted").map(({ call }) => call);
  const differences = [
    ...countDifferences(there, here, calls),
    ...amountDifferences(there, here, roundingOf(bill, lines.length, calls.length)),
    ...(doubtful.length === 0 ? [] : [`the cost of ${doubtful.join(", ")} is not known here`]),
  ];
  return { kind: differences.length === 0 ? "matched" : "differs", ...placeOf(lines, calls), there, here, differences };
}

const counts = [
  ["calls", "calls"],
  ["input", "input tokens"],
  ["cacheRead", "tokens read from the cache"],
  ["cacheWrite", "tokens written to the cache"],
  ["output", "output tokens"],
] as const;

/** Where a call's host reported no tokens, ours say nothing. */
function countDifferences(there: Counted, here: Counted, calls: readonly LedgerLine[]): readonly string[] {
  const isWhole = calls.every(({ tokens }) => tokens !== undefined);
  return counts.flatMap(([name, words]) => {
    const [theirs, ours] = [there[name], here[name] ?? 0];
    if (theirs === undefined || theirs === ours || (!isWhole && name !== "calls")) return [];
    return [`${theirs} ${words} there, ${ours} here`];
  });
}

/** A host rounds each line of an export to its decimals, and we round each call up to a nano-dollar: no more may lie between. */
function roundingOf({ decimals }: Bill, lines: number, calls: number): bigint {
  return (10n ** BigInt(9 - decimals) * BigInt(lines)) / 2n + BigInt(calls);
}

function amountDifferences({ usd: theirs }: Counted, here: Counted, rounding: bigint): readonly string[] {
  if (theirs === undefined) return [];
  const ours = here.usd ?? noMoney;
  const apart = theirs > ours ? theirs - ours : ours - theirs;
  return apart <= rounding ? [] : ["the amount"];
}

function countedHere({ usd, tokens }: LedgerLine): Counted {
  return { calls: 1, usd, ...tokens };
}

function addUp(all: readonly Counted[]): Counted {
  const sum = (name: (typeof counts)[number][0]) => {
    const given = all.flatMap((each) => each[name] ?? []);
    return given.length === 0 ? {} : { [name]: given.reduce((total, each) => total + each, 0) };
  };
  const amounts = all.flatMap(({ usd }) => usd ?? []);
  const usd = amounts.length === 0 ? {} : { usd: nano(amounts.reduce((total, each) => total + each, 0n)) };
  return Object.assign({}, ...counts.map(([name]) => sum(name)), usd) as Counted;
}

function onlyThere(lines: readonly BillLine[]): Compared {
  const there = addUp(lines.map(({ counted }) => counted));
  return { kind: "only-there", ...placeOf(lines, []), there, here: {}, differences: [] };
}

function onlyHere(calls: readonly LedgerLine[]): Compared {
  return { kind: "only-here", ...placeOf([], calls), there: {}, here: addUp(calls.map(countedHere)), differences: [] };
}

function placeOf(lines: readonly BillLine[], calls: readonly LedgerLine[]) {
  const at = lines[0]?.from ?? calls[0]?.reservedAt ?? 0;
  return {
    lines: lines.map(({ line }) => line),
    calls: calls.map(({ call }) => call),
    model: lines[0]?.model ?? calls[0]?.models[0] ?? "",
    at: new Date(at).toISOString(),
  };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
