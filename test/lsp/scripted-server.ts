import { startServer } from "../../server/lsp/start.ts";
import { scriptedCompose } from "../cli/scripted-body.ts";

startServer(scriptedCompose);
