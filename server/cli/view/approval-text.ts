import type { ApprovalView } from "../../protocol/events.ts";
import { inertCommand } from "../../safety/untrusted-text.ts";
import { exactUsd } from "../usd.ts";
import { visible, visibleLine } from "../visible-text.ts";
import type { Style } from "./style.ts";

/** Exactly what is agreed to, nothing shortened: what runs or changes, where, and why it is asked. */
export function approvalLines(approval: ApprovalView, style: Style): readonly string[] {
  const { subject } = approval;
  switch (subject.kind) {
    case "command":
      return [
        heading("Run this command?", style),
        ...command(subject.command),
        field("in", subject.cwd),
        why(subject.because),
      ];
    case "write":
      return [
        heading(`Change ${visibleLine(subject.path)}?`, style),
        ...diff(subject.diff, style),
        why(subject.because),
      ];
    case "read":
      return [heading(`Read ${visibleLine(subject.path)}?`, style), why(subject.because)];
    case "check":
      return [
        heading("Run this check?", style),
        ...command(subject.command),
        ...(subject.script === subject.command ? [] : ["  which stands for", ...code(subject.script)]),
        why(subject.because),
      ];
    case "budget":
      return [
        heading("Raise the budget?", style),
        `  ${visibleLine(subject.message)}`,
        field("to", exactUsd(subject.raiseTo)),
      ];
  }
}

function heading(text: string, style: Style): string {
  return style.attention(style.bold(text));
}

function code(text: string): readonly string[] {
  return visible(text)
    .split("\n")
    .map((line) => `    ${line}`);
}

function command(text: string): readonly string[] {
  return inertCommand(text)
    .split("\n")
    .map((line) => `    ${line}`);
}

function field(name: string, value: string): string {
  return `  ${name}: ${visibleLine(value)}`;
}

function why(because: string): string {
  return `  because: ${visibleLine(because)}`;
}

function diff(text: string, style: Style): readonly string[] {
  return code(text).map((line) => {
    const first = line[4];
    if (first === "+") return style.good(line);
    return first === "-" ? style.bad(line) : line;
  });
}
