import type { ToolCall, ToolSpec } from "../../models/chat.ts";
import { type EditFormat, editFormats } from "../../routing/edit-format.ts";
import { attemptId } from "../attempt-path.ts";
import { newId } from "../new-id.ts";
import { applyDiffTool } from "./apply-diff.ts";
import { applyPatchTool } from "./apply-patch.ts";
import { askUserTool } from "./ask-user.ts";
import { checkTool } from "./check.ts";
import { delegateTool } from "./delegate.ts";
import { editBlocksTool } from "./edit-blocks.ts";
import { editFileTool } from "./edit-file.ts";
import { finishTool } from "./finish.ts";
import { listFilesTool } from "./list-files.ts";
import { readFileTool } from "./read-file.ts";
import { runCommandTool } from "./run-command.ts";
import { searchTool } from "./search.ts";
import { type EditCount, firstLine, type Tool, type ToolEnd, type ToolScope, wrong } from "./tool.ts";
import { writeFileTool } from "./write-file.ts";

const allTools: readonly Tool[] = [
  readFileTool,
  listFilesTool,
  searchTool,
  editFileTool,
  editBlocksTool,
  applyPatchTool,
  applyDiffTool,
  writeFileTool,
  runCommandTool,
  checkTool,
  delegateTool,
  askUserTool,
  finishTool,
];

export interface Toolbox {
  /** Those that run when they are called. Models fall into edit formats that they were not offered; that works. */
  readonly tools: ReadonlyMap<string, Tool>;
  /** Those that are offered. */
  readonly specs: readonly ToolSpec[];
}

const editToolboxes = new Map(editFormats.map((format) => [format, toolbox(allTools, offeredFor(format))]));

/** Of the tools that edit files only that of the format is offered, and the one that writes new files. */
export function editToolbox(format: EditFormat): Toolbox {
  return editToolboxes.get(format) ?? toolbox(allTools);
}

/** The tool with which a model edits in a format. */
export function editToolName(format: EditFormat): string {
  return allTools.find((tool) => tool.format === format)?.spec.name ?? editFileTool.spec.name;
}

/** For questions and reports: nothing in it can change a file or run a command. */
export const readToolbox = toolbox(allTools.filter((tool) => !tool.changes && tool !== checkTool));

function offeredFor(format: EditFormat): readonly Tool[] {
  return allTools.filter((tool) => tool.format === undefined || tool.format === format || tool === writeFileTool);
}

function toolbox(tools: readonly Tool[], offered = tools): Toolbox {
  return { tools: new Map(tools.map((tool) => [tool.spec.name, tool])), specs: offered.map((tool) => tool.spec) };
}

/** Runs one call. Broken or unknown calls run nothing and tell the model the next step. A tool never throws past here. */
export async function runToolCall(
  call: ToolCall,
  box: Toolbox,
  scope: ToolScope,
): Promise<{ readonly understood: boolean; readonly subject: string; readonly end: ToolEnd }> {
  const toolCall = newId("call");
  const { emit } = scope.task;
  const attempt = attemptId(scope.attempt);
  const parsed = parse(call, box);
  const subject = firstLine(parsed.kind === "ok" ? parsed.call.subject : call.argumentsText);
  emit({ type: "tool-start", attempt, toolCall, name: call.name, subject });
  const end = parsed.kind === "ok" ? await parsed.call.run(scope).catch(failed) : wrong(parsed.message);
  countEdits(box.tools.get(call.name)?.format, parsed.kind === "ok" ? end.edits : { placed: 0, failed: 1 }, scope);
  emit({ type: "tool-end", attempt, toolCall, outcome: end.outcome, summary: end.summary, diff: end.diff });
  return { understood: parsed.kind === "ok", subject, end };
}

function countEdits(format: EditFormat | undefined, edits: EditCount | undefined, scope: ToolScope): void {
  if (format !== undefined && edits !== undefined) scope.edits.count(format, edits);
}

function parse(call: ToolCall, box: Toolbox): ReturnType<Tool["parse"]> {
  const tool = box.tools.get(call.name);
  if (tool === undefined) {
    return {
      kind: "bad",
      message: `There is no tool ${call.name}. The tools are: ${box.specs.map((spec) => spec.name).join(", ")}.`,
    };
  }
  if (call.argumentsError !== undefined) {
    return {
      kind: "bad",
      message: `The arguments of ${call.name} could not be read: ${call.argumentsError} Nothing was done. Send the call again with valid JSON.`,
    };
  }
  const parsed = tool.parse(call.arguments);
  if (parsed.kind === "ok") return parsed;
  return {
    kind: "bad",
    message: `The arguments of ${call.name} do not fit. Nothing was done. Correct them and send the call again:\n${parsed.message}`,
  };
}

function failed(error: unknown): ToolEnd {
  return wrong(`The tool failed: ${error instanceof Error ? error.message : String(error)}. Try another way.`);
}
