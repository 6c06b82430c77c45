import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./lsp/serve.ts";
import { transportProblem } from "./lsp/transport.ts";

const problem = transportProblem(process.argv.slice(2));
if (problem === undefined) {
  serve(
    createConnection(ProposedFeatures.all),
    async (options) => (await import("./compose.ts")).compose(options),
    process.env,
  );
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}
