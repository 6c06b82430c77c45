import assert from "node:assert/strict";
import { test } from "node:test";
import { readPriceFile } from "../../server/spend/price-file.ts";
import { targetAt } from "../models/targets.ts";

const served = (["low", "high"] as const).map((effort) => ({
  ...targetAt("openai-chat", "https://host.example/v1"),
  id: `host/model@${effort}`,
  effort,
}));

test("a price may be written for one effort of a model, or for all of them", () => {
  const pricesIn = (text: string) => {
    const read = readPriceFile(text, served);
    return read.kind === "prices" ? [...read.prices.keys()] : read.message;
  };
  assert.deepEqual(pricesIn(`{ "host/model": { "input": 1, "output": 2 } }`), ["host/model@low", "host/model@high"]);
  assert.deepEqual(pricesIn(`{ "host/model@high": "free" }`), ["host/model@high"]);
  assert.match(String(pricesIn(`{ "host/model@hihg": "free" }`)), /did you mean host\/model@high\?/);
});
