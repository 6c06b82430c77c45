import { startServer } from "./lsp/start.ts";
import { keepHeapSmall } from "./platform/small-heap.ts";

keepHeapSmall();
startServer(async (options) => (await import("./compose.ts")).compose(options));
