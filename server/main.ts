import { startServer } from "./lsp/start.ts";
import { keepMemorySmall } from "./platform/small-memory.ts";

keepMemorySmall();
startServer(async (options) => (await import("./compose.ts")).compose(options));
