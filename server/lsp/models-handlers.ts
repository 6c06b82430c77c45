import { failure } from "./failure.ts";
import type { Handler } from "./handler.ts";

const missing = () => failure("failed", "This is not built yet.");
export const models: Handler<"stepladder/models"> = missing;
export const listModels: Handler<"stepladder/models/list"> = missing;
export const testModel: Handler<"stepladder/models/test"> = missing;
export const pullModel: Handler<"stepladder/models/pull"> = missing;
export const doctor: Handler<"stepladder/doctor"> = missing;
