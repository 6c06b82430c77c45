import type { Command } from "commander";
import type { Terminal } from "./terminal.ts";

/** Builds one command; its action reports how the process is to exit. */
export type BuildCommand = (terminal: Terminal, exitWith: (code: number) => void) => Command;
