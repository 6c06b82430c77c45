import { startServer } from "./lsp/start.ts";

startServer(async (options) => (await import("./compose.ts")).compose(options));
