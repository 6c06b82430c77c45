import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Body } from "../../body.ts";
import { exitCodes } from "../exit-codes.ts";
import { toJson } from "../json.ts";
import { print, warn } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { billLines } from "../view/bill-text.ts";
import { visible } from "../visible-text.ts";

const largestFile = 256 * 1024 * 1024;

/** `spend --check FILE`: nothing is changed, here or there. */
export async function checkBillFile(file: string, json: boolean, body: Body, terminal: Terminal): Promise<number> {
  const text = await readExport(path.resolve(terminal.cwd, file));
  if (text.kind === "unreadable") {
    await warn(terminal, [visible(`${file} can't be read: ${text.because}`)]);
    return exitCodes.usage;
  }
  const checked = body.books.checkBill(text.text);
  switch (checked.kind) {
    case "unreadable":
      await warn(terminal, [visible(`${file}: ${checked.message}`)]);
      return exitCodes.usage;
    case "empty":
      await warn(terminal, [
        visible(`${file} is an export of ${checked.format} without a line. Export a longer time.`),
      ]);
      return exitCodes.usage;
    case "compared": {
      await print(terminal, json ? [toJson(checked)] : billLines(checked));
      return checked.comparison.compared.every(({ kind }) => kind === "matched") ? exitCodes.proved : exitCodes.differs;
    }
  }
}

type ReadExport =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unreadable"; readonly because: string };

async function readExport(file: string): Promise<ReadExport> {
  try {
    const { size } = await stat(file);
    if (size > largestFile) return { kind: "unreadable", because: "it is larger than 256 MB; export a shorter time." };
    return { kind: "text", text: await readFile(file, "utf8") };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return { kind: "unreadable", because };
  }
}
