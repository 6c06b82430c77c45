/**
 * Makes `docs/terminal.svg`: what the terminal shows of one real run of the main job's second task. The events come from the
 * command line itself (`--json`), the lines from the code that draws them on a terminal.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { makePlayGround } from "../demo/play-ground.ts";
import { scenariosFolder } from "../demo/scenario-tasks.ts";
import { stepladderOutput } from "../demo/stepladder.ts";
import { renderLadder } from "../server/cli/view/render.ts";
import { emptyView, fold } from "../server/cli/view/state.ts";
import { makeStyle } from "../server/cli/view/style.ts";
import { summary } from "../server/cli/view/summary.ts";
import type { TaskEvent } from "../server/protocol/events.ts";
import { startModelServer } from "../test/model-server/server.ts";

const prompt = "fix the failing csv tests";
const columns = 112;
const cell = { width: 8.4, height: 20 };
const colours: Readonly<Record<string, string>> = { 31: "#e5534b", 32: "#57ab5a", 33: "#c69026", 36: "#39c5cf" };

async function linesOfOneRun(): Promise<readonly string[]> {
  const server = await startModelServer({ scenarios: fileURLToPath(scenariosFolder), delayMs: 5 });
  const ground = await makePlayGround(server.url);
  try {
    await stepladderOutput(ground, ["trust", "--yes"]);
    const events = (await stepladderOutput(ground, ["run", prompt, "--json"]))
      .trim()
      .split("\n")
      .map((line): TaskEvent => JSON.parse(line));
    const style = makeStyle({ color: true, unicode: true });
    const state = events.reduce((view, event, index) => fold(view, event, index * 250), emptyView);
    const frame = { width: columns, height: 40, now: events.length * 250, style, cancelling: false };
    if (state.end === undefined) throw new Error("The run has no end.");
    return [`$ stepladder run "${prompt}"`, "", ...renderLadder(state, frame), ...summary(state.end, style, columns)];
  } finally {
    await server.close();
    ground.remove();
  }
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** One `tspan` for each run of characters with the same look. */
function spans(line: string): string {
  const parts = line.split("\u001b[");
  const look = { colour: "", bold: false, dim: false };
  return parts
    .map((part, index) => {
      const [, code = "", text = ""] = index === 0 ? ["", "", part] : (/^([\d;]*)m([\s\S]*)$/.exec(part) ?? []);
      if (code === "1") look.bold = true;
      else if (code === "2") look.dim = true;
      else if (code === "22") Object.assign(look, { bold: false, dim: false });
      else if (code === "39") look.colour = "";
      else if (code !== "") look.colour = colours[code] ?? "";
      if (text === "") return "";
      const attributes = [
        look.colour ? ` fill="${look.colour}"` : "",
        look.bold ? ' font-weight="bold"' : "",
        look.dim ? ' fill-opacity="0.6"' : "",
      ];
      return `<tspan${attributes.join("")}>${escaped(text)}</tspan>`;
    })
    .join("");
}

function wrapped(line: string): readonly string[] {
  const bare = stripVTControlCharacters(line);
  return bare.length <= columns ? [line] : (bare.match(new RegExp(`.{1,${columns}}(?= |$)`, "g")) ?? [bare]);
}

const lines = (await linesOfOneRun()).flatMap(wrapped);
const width = Math.ceil(columns * cell.width) + 40;
const height = lines.length * cell.height + 60;
const text = lines.map(
  (line, index) => `<text x="20" y="${50 + index * cell.height}" xml:space="preserve">${spans(line)}</text>`,
);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Stepladder in a terminal">
<rect width="100%" height="100%" rx="8" fill="#1c2128"/>
<g fill="#444c56"><circle cx="22" cy="18" r="6"/><circle cx="42" cy="18" r="6"/><circle cx="62" cy="18" r="6"/></g>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#cdd9e5">
${text.join("\n")}
</g>
</svg>
`;
writeFileSync(new URL("../docs/terminal.svg", import.meta.url), svg);
console.log(`docs/terminal.svg: ${lines.length} lines`);
