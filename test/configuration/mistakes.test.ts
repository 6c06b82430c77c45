import assert from "node:assert/strict";
import { test } from "node:test";
import { mistakes, ollama, ready } from "./parse-text.ts";

function check(text: string, ...expected: RegExp[]): void {
  const found = mistakes(text);
  assert.equal(found.length, expected.length, found.join("\n"));
  for (const [index, pattern] of expected.entries()) assert.match(found[index] ?? "", pattern);
}

function endpoint(fields: string): string {
  return `{ "endpoints": { "e": { "dialect": "openai-chat", "url": "https://e.example/v1", "models": { "m": {} }, ${fields} } } }`;
}

test("broken syntax is reported where it is", () => {
  check('{\n  "rungs": [\n}', /^3:\d+ .*; /);
  check("", /^1:1 The file is empty/);
  check("[]", /^1:1 `?The file`? must be an object/);
  check(`{ "preference": 'economy' }`, /^1:17 This is neither a value nor a name; put text into double quotes\.$/);
});

test("a file that is nested too deeply is refused instead of overflowing the stack", () => {
  check("[".repeat(200_000), /nested too deeply/);
});

test("a name that stands twice is a mistake", () => {
  check(`{ "warnAt": 0.5,\n "warnAt": 0.9 }`, /^2:2 `warnAt` stands here twice; keep one/);
  check(`{ "__proto__": {} }`, /`__proto__` is no name here/);
});

test("unknown keys are mistakes with the key that was meant", () => {
  check(`{ "budget": {} }`, /^1:3 `budget` is not known here; did you mean `budgets`\?/);
  check(`{ "endpoints": { ${ollama.replace('"url"', '"urls": 1, "url"')} } }`, /did you mean `url`/);
  check(`{ "budgets": { "everything": { "dya": 1 } } }`, /^1:32 `dya` .* did you mean `day`/);
  check(
    `{ "pins": { "titel": ["a/b"] }, "endpoints": { "a": { "dialect": "ollama", "url": "http://localhost", "models": { "b": {} } } } }`,
    /did you mean `title`/,
  );
  check(`{ "limits": { "zzzzzz": 1 } }`, /use one of: steps, minutes, tokens, maxOutputTokens\.$/);
  check(endpoint(`"apiKey": "x"`), /`apiKey` is not known here/);
});

test("a wrong type says what to write", () => {
  check(`{ "warnAt": 80 }`, /^1:13 `warnAt` must be a share above 0 and up to 1; write for example 0\.8\.$/);
  check(`{ "preference": "cheap" }`, /`preference` must be "economy", "balanced" or "quality"/);
  check(`{ "limits": { "steps": 1.5 } }`, /`limits.steps` must be a whole number from 1 to 1000/);
  check(`{ "audits": 4 }`, /`audits` must be a share from 0 to 1; write for example 0\.04/);
  check(`{ "review": "yes" }`, /`review` must be true or false/);
  check(`{ "testFirst": true }`, /`testFirst` must be "discard", "keep" or "off"/);
  check(`{ "atLimit": null }`, /`atLimit` must be/);
  check(`{ "rungs": [{ "name": "a" }] }`, /^1:13 `rungs\[0\].models` is missing/);
  check(`{ "autoRun": ["npm test\\nrm x"] }`, /line break/);
  check(`{ "autoRun": [" "] }`, /is empty/);
});

test("amounts that are no plain decimals are mistakes", () => {
  check(`{ "budgets": { "everything": { "day": -1 } } }`, /^1:39 `budgets.everything.day` is negative/);
  check(`{ "budgets": { "everything": { "day": "3,00" } } }`, /has a comma/);
  check(`{ "budgets": { "everything": { "day": 1e-400 } } }`, /has an exponent/);
  check(`{ "budgets": { "everything": { "day": 1e999 } } }`, /day/, /day/);
  check(`{ "budgets": { "everything": { "day": "NaN" } } }`, /is not an amount/);
  check(`{ "budgets": { "everything": { "day": true } } }`, /must be an amount/);
  check(`{ "budgets": "none" }`, /or "unlimited"/);
  check(endpoint(`"models": { "x": 1 }`), /stands here twice/);
  const price = (text: string) =>
    `{ "endpoints": { "e": { "dialect": "openai-chat", "url": "https://e.example", "models": { "m": { "price": ${text} } } } } }`;
  check(price(`{ "input": -1, "output": 1e2 }`), /input` is negative/, /output` has an exponent/);
  check(price(`{ "input": 1 }`), /price.output` is missing/);
  check(price(`"cheap"`), /must be "free" or rates/);
  check(price(`{ "input": 1, "output": 1, "steps": [{ "above": 20 }, { "above": 10 }] }`), /ascending/);
  check(price(`{ "input": 1, "output": 1, "steps": [{ "above": 20, "input": -2 }] }`), /steps\[0\].input` is negative/);
});

test("a key in the file is a mistake, and no message repeats it", () => {
  const secrets = [
    "sk-ant-api03-abcdefghijklmnopqrstuv",
    "gsk_abcdefghijklmnop1234567890",
    "AKIAIOSFODNN7EXAMPLE",
    "0123456789abcdef0123456789abcdef",
  ];
  for (const secret of secrets) {
    const texts = [
      endpoint(`"key": "${secret}"`),
      endpoint(`"apiKey": "${secret}"`),
      endpoint(`"${secret}": 1`),
      `{ "endpoints": { "e": { "dialect": "openai-chat", "url": "https://me:${secret}@e.example", "models": {} } } }`,
      `{ "endpoints": { "e": { "dialect": "openai-chat", "url": "https://e.example/?key=${secret}", "models": {} } } }`,
      `{ "endpoints": { "${secret}/": {} } }`,
      `{ "endpoints": {}, "rungs": [{ "name": "r", "models": ["${secret}/x"] }] }`,
      `{ "pins": { "title": ["${secret}"] } }`,
      `{ "key": ${secret} }`,
    ];
    for (const text of texts) assert.ok(!mistakes(text).join("\n").includes(secret), text);
  }
  check(endpoint(`"key": "${secrets[0]}"`), /`endpoints.e.key` looks like a key .* put the key into a variable/);
});

test("a key never crosses the network unprotected", () => {
  const text = (url: string) =>
    `{ "endpoints": { "e": { "dialect": "openai-chat", "url": "${url}", "key": "A_KEY", "models": { "m": {} } } } }`;
  check(text("http://models.example/v1"), /would send the key unprotected/);
  check(text("HTTP://192.168.1.2/v1"), /would send the key unprotected/);
  check(text("ftp://models.example"), /must begin with https/);
  check(text("models.example"), /is not an address/);
});

test("references lead somewhere", () => {
  check(
    `{ "endpoints": { ${ollama} }, "rungs": [{ "name": "local", "models": ["ollama/qwen3-coder:3b"] }] }`,
    /`rungs\[0\].models\[0\]` names `ollama\/qwen3-coder:3b`, which no endpoint has; did you mean `ollama\/qwen3-coder:30b`/,
  );
  check(
    `{ "endpoints": { ${ollama} }, "rungs": [{ "name": "local", "models": ["qwen"] }] }`,
    /must name an endpoint and a model/,
  );
  check(`{ "endpoints": { ${ollama} }, "pins": { "title": ["locla"] } }`, /which is no rung; did you mean `local`/);
  check(`{ "endpoints": {}, "pins": { "title": ["a/b"] } }`, /no endpoint has/);
  check(`{ "endpoints": { ${ollama} }, "exclude": ["ollama/qwen3-coder:3b"] }`, /`exclude\[0\]` names .*did you mean/);
  check(
    `{ "endpoints": { ${ollama} }, "exclude": ["local"], "pins": { "title": ["local"] } }`,
    /`pins\.title\[0\]` names `local`, which `exclude` forbids; remove one of the two/,
  );
});

const host = (model: string) =>
  `"h": { "dialect": "openai-chat", "url": "https://h.example/v1", "models": { "m": { ${model} }, "m@max": {} } }`;
const both = host(`"efforts": ["low", "high"]`);

test("efforts are a list of known ones, each once, and never stand beside one effort", () => {
  const of = (model: string) => `{ "endpoints": { ${host(model)} } }`;
  check(of(`"efforts": []`), /models\.m\.efforts` is empty; write \["low", "high"\], or remove it/);
  check(of(`"efforts": ["low", "hihg"]`), /models\.m\.efforts\[1\]` must be "none", "low", .* write one of them\./);
  check(of(`"efforts": "low"`), /efforts` must be a list in \[ \]; write \["low", "high"\]/);
  check(of(`"efforts": ["low", "low"]`), /efforts` names one effort twice; write each once/);
  check(of(`"effort": "low", "efforts": ["low", "high"]`), /efforts` stands beside `effort`; keep one of the two/);
  check(of(`"effort": ["low", "high"]`), /effort` must be .*, or several as "efforts": \["low", "high"\]/);
  check(of(`"efforts": ["low", "max"]`), /efforts` would call it `m@max`, as another model is called/);
});

test("a model is named with one of its efforts, or without for all of them", () => {
  const of = (rest: string) => `{ "endpoints": { ${both} }, ${rest} }`;
  const rungs = (...models: string[]) =>
    `"rungs": [${models.map((model, index) => `{ "name": "r${index}", "models": ["${model}"] }`)}]`;
  ready(of(rungs("h/m@low", "h/m@high")));
  check(of(rungs("h/m@lwo")), /names `h\/m@lwo`, which no endpoint has; did you mean `h\/m@low`/);
  check(of(rungs("h/m", "h/m@high")), /stands on the rung `r0` already; remove one of the two/);
  check(of(rungs("h/m@high", "h/m")), /stands as `h\/m@high` on the rung `r0` already; remove one/);
  check(of(`"exclude": ["h/m"], "pins": { "title": ["h/m@low"] }`), /names `h\/m@low`, which `exclude` forbids/);
  ready(of(`"exclude": ["h/m@low"], "pins": { "title": ["h/m"] }`));
  check(of(`"exclude": ["h/m@low", "h/m@high"], "pins": { "title": ["h/m"] }`), /which `exclude` forbids/);
});

test("rungs are told apart", () => {
  const rung = `{ "name": "a", "models": ["ollama/qwen3-coder:30b"] }`;
  check(
    `{ "endpoints": { ${ollama} }, "rungs": [${rung}, ${rung}] }`,
    /name of another rung/,
    /stands on the rung `a` already/,
  );
  check(`{ "rungs": [{ "name": "a", "models": [] }] }`, /is empty/);
});

test("globs stay in the workspace and are whole", () => {
  check(
    `{ "localOnly": ["a/[", "../x", "/etc", "!keep", "a\\\\b", "", "C:/x", "fine/**"] }`,
    /close its brackets/,
    /leaves the workspace/,
    /leaves the workspace/,
    /list only what must stay local/,
    /backslash/,
    /is empty/,
    /leaves the workspace/,
  );
});

test("a workspace is a full path, and stands once", () => {
  check(
    `{ "budgets": { "workspaces": { "./here": { "day": 1 } } } }`,
    /^1:32 `\.\/here` must be the full path of a folder/,
  );
  check(`{ "checks": { "~/x": ["npm test"] } }`, /full path.*or "\*"/);
  const found = mistakes(
    `{ "checks": { "/a": ["x"], "/b": ["y"] } }`,
    new Map([
      ["/a", "/real"],
      ["/b", "/real"],
    ]),
  );
  assert.match(found.join(), /`checks.\/b` is the same folder as `\/a`/);
});

test("a cloud model is not local because its address is", () => {
  const text = (more: string) =>
    `{ "endpoints": { "o": { "dialect": "ollama", "url": "http://localhost:11434", ${more} "models": { "qwen3-coder:480b-cloud": {} } } } }`;
  check(text(""), /runs in Ollama's cloud/);
  check(text(`"local": true,`), /runs in Ollama's cloud/);
});

test("the output leaves room for the prompt", () => {
  const text = (model: string) =>
    `{ "endpoints": { "o": { "dialect": "ollama", "url": "http://localhost", "models": { "m": ${model} } } } }`;
  check(text(`{ "context": 2048, "maxOutput": 2048 }`), /leaves no room/);
  check(text(`{ "maxOutput": 64000 }`), /leaves no room/);
});

test("all mistakes are reported at once, in the order of the file", () => {
  const found = mistakes(`{
  "endpoints": {
    "a": { "dialect": "ollama", "url": "nowhere", "models": { "m": { "price": { "input": -1, "output": 2 } } } }
  },
  "rungs": [{ "name": "r", "models": ["a/x"] }],
  "budgets": { "everything": { "day": -3 } },
  "localOnly": ["["],
  "typo": 1
}`);
  assert.deepEqual(
    found.map((each) => each.split(":")[0]),
    ["3", "3", "5", "6", "7", "8"],
    found.join("\n"),
  );
});
