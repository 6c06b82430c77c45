import { failure } from "./failure.ts";
import type { Handler } from "./handler.ts";

const missing = () => failure("failed", "This is not built yet.");
export const configure: Handler<"stepladder/configure"> = missing;
