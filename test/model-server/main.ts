import { parseArgs } from "node:util";
import { startModelServer } from "./server.ts";

const { values } = parseArgs({
  options: {
    scenarios: { type: "string" },
    bill: { type: "string" },
    key: { type: "string" },
    port: { type: "string" },
    delay: { type: "string" },
  },
});
if (values.scenarios === undefined) {
  console.error("Usage: main.ts --scenarios FOLDER [--bill FILE] [--key KEY] [--port PORT] [--delay MS]");
  process.exit(2);
}
try {
  const server = await startModelServer({
    scenarios: values.scenarios,
    ...(values.bill === undefined ? {} : { billFile: values.bill }),
    ...(values.key === undefined ? {} : { key: values.key }),
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(values.delay === undefined ? {} : { delayMs: Number(values.delay) }),
  });
  console.log(JSON.stringify({ url: server.url, scripted: true }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
