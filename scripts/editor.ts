/**
 * `npm run editor`: a real VS Code for the browser on this machine, with the extension installed, a repository with failing
 * tests open, and scripted models on all rungs. Ctrl+C ends it and removes what it made.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makePlayGround } from "../demo/play-ground.ts";
import { scenariosFolder, scenarioTasks } from "../demo/scenario-tasks.ts";
import { installExtension, startEditorProcess } from "../test/editor/support/editor-process.ts";
import { prepareServer } from "../test/editor/support/prepare-editor.ts";
import { startModelServer } from "../test/model-server/server.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

console.log("Preparing the editor; the first time this takes a minute.");
prepareServer();
const packaged = spawnSync("npm", ["run", "--silent", "package"], {
  cwd: root,
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (packaged.status !== 0) process.exit(1);

const models = await startModelServer({ scenarios: fileURLToPath(scenariosFolder), delayMs: 15 });
const ground = await makePlayGround(models.url);
const folder = join(ground.folder, "editor");
const editor = await startEditorProcess({
  folder,
  extensions: installExtension(folder),
  settings: { "workbench.startupEditor": "readme" },
  env: { ...process.env, STEPLADDER_HOME: ground.home },
  trusted: true,
  testDriver: false,
});

console.log(`
  http://127.0.0.1:${editor.port}/?folder=${encodeURIComponent(ground.repository)}

Open it in a browser. The ladder in the activity bar is the task panel. The models are scripted: over real sockets and the real
protocols they know these prompts and no others:

${scenarioTasks()
  .map(({ prompt, title }) => `  ${prompt}\n      ${title}`)
  .join("\n")}

Inline (Ctrl+Alt+J inside of a function): "write this as one chain" in slugOf of src/slugs.js, "refuse what is no duration" in
formatDuration of src/durations.js, whose first answer does not parse. Source Control has a button for commit messages.

Ctrl+C ends it. The repository, the ledger and the editor's data are removed then.`);

process.once("SIGINT", () => void end());
process.once("SIGTERM", () => void end());

async function end(): Promise<void> {
  await editor.stop();
  await models.close();
  ground.remove();
  process.exit(0);
}
