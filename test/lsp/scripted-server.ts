import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "../../server/lsp/serve.ts";
import { scriptedCompose } from "../cli/scripted-body.ts";

serve(createConnection(ProposedFeatures.all), scriptedCompose, process.env);
