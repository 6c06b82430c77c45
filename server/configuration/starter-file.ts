/** A configuration to start from, all of it explained and none of it switched on but what is free. */
export function starterFile(): string {
  return starter;
}

const starter = `// Stepladder's configuration. Keys never stand here: \`key\` is the NAME of an environment variable.
// Amounts are US dollars. Remove this file to use what is found on this machine. \`stepladder doctor\` checks it.
{
  // Where models are served. Remove the comment marks of those that you use, and list the models that you want.
  "endpoints": {
    "ollama": {
      "dialect": "ollama",
      "url": "http://127.0.0.1:11434",
      "models": {
        // Pull it first: ollama pull qwen3-coder:30b
        "qwen3-coder:30b": { "context": 32768 },
      },
    },
    // "openrouter": {
    //   "dialect": "openai-chat",
    //   "url": "https://openrouter.ai/api/v1",
    //   "key": "OPENROUTER_API_KEY",
    //   "models": { "qwen/qwen3-coder-next": {}, "z-ai/glm-5.3": {} },
    // },
    // "anthropic": {
    //   "dialect": "anthropic",
    //   "url": "https://api.anthropic.com",
    //   "key": "ANTHROPIC_API_KEY",
    //   "models": { "claude-opus-5-5": {} },
    // },
    // A host that no price catalogue knows needs prices in dollars per million tokens, or "price": "free".
    // "cluster": {
    //   "dialect": "openai-chat",
    //   "url": "https://models.example.com/v1",
    //   "key": "CLUSTER_API_KEY",
    //   "models": { "my-model": { "context": 131072, "price": { "input": 0.15, "output": 0.6 } } },
    // },
  },

  // The ladder, weakest first. Without it, models go to local, open and frontier by themselves.
  // "rungs": [
  //   { "name": "local", "models": ["ollama/qwen3-coder:30b"] },
  //   { "name": "open", "models": ["openrouter/qwen/qwen3-coder-next", "openrouter/z-ai/glm-5.3"] },
  //   { "name": "frontier", "models": ["anthropic/claude-opus-5-5"] },
  // ],

  // 0 means that nothing may be spent; only the word "unlimited" lifts a limit.
  "budgets": {
    "everything": { "task": 1, "day": 10 },
    // "workspaces": { "/home/me/project": { "month": 20 } },
  },
  // At a budget: "ask", "local-only" or "stop".
  "atLimit": "ask",
  "warnAt": 0.8,

  // One of "economy", "balanced" and "quality".
  "preference": "balanced",

  // What these globs match reaches only endpoints on your own machines.
  "localOnly": [],

  // Command lines that run without asking, and the checks that prove a result, by workspace or "*".
  "autoRun": [],
  "checks": {},

  // Beyond the checks: a review of what is unproved, a test that is written before a fix without one (to discard, to keep,
  // or off), and the share of proved results that are audited.
  "review": true,
  "testFirst": "discard",
  "audits": 0.04,

  // One attempt's limits.
  "limits": { "steps": 40, "minutes": 20, "tokens": 400000, "maxOutputTokens": 8192 },
}
`;
