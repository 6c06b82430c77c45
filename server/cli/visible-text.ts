import { inertForTerminal } from "../safety/untrusted-text.ts";

/** Untrusted text that can be shown on a terminal: what would steer it or hide in it is spelled out. */
export function visible(text: string): string {
  return inertForTerminal(text);
}

/** The same on one line: runs of white space become one space. */
export function visibleLine(text: string): string {
  return inertForTerminal(text.replace(/\s+/g, " ").trim());
}
