import { failure } from "./failure.ts";
import type { Handler } from "./handler.ts";

const missing = () => failure("failed", "This is not built yet.");
export const startInline: Handler<"stepladder/inline/start"> = missing;
export const quoteInline: Handler<"stepladder/inline/quote"> = missing;
export const decideInline: Handler<"stepladder/inline/decide"> = missing;
