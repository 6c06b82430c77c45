import { boundRecipe, makefileName } from "./makefile.ts";
import { isRecord, parseManifest } from "./manifest.ts";
import { boundScriptText, readScripts, scriptOfCommand } from "./package-json.ts";
import { type RepositoryFiles, repositoryFiles } from "./repository-files.ts";

/**
 * What a command line stands for at this moment: the texts of the scripts or recipes that it runs, or the command itself
 * when nothing stands behind it. Read again right before each run, because an attempt may have rewritten them.
 */
export const boundScript = (root: string, command: string): Promise<string> =>
  boundScriptIn(repositoryFiles(root), command);

export async function boundScriptIn(files: RepositoryFiles, command: string): Promise<string> {
  const script = scriptOfCommand(command);
  if (script !== undefined) return boundScriptText(await readScripts(files), script) ?? command;
  const target = /^make(?: -[\w-]+)* ([\w.-]+)$/.exec(command.trim())?.[1];
  if (target !== undefined) {
    const makefile = await files.read(makefileName(await files.list(".")) ?? "Makefile");
    return (makefile === undefined ? undefined : boundRecipe(makefile, target)) ?? command;
  }
  const task = /^(deno task|composer(?: run)?) ([\w:.-]+)$/.exec(command.trim());
  if (task !== null) return (await taskText(files, task[1] === "deno task", task[2] ?? "")) ?? command;
  return command;
}

async function taskText(files: RepositoryFiles, deno: boolean, name: string): Promise<string | undefined> {
  for (const file of deno ? ["deno.json", "deno.jsonc"] : ["composer.json"]) {
    const manifest = parseManifest(await files.read(file));
    const tasks = deno ? manifest?.tasks : manifest?.scripts;
    const text = isRecord(tasks) ? tasks[name] : undefined;
    if (text !== undefined) return `${name}: ${typeof text === "string" ? text : JSON.stringify(text)}`;
  }
  return undefined;
}
