import { dialectKeepsItsPromises } from "./contract.ts";

dialectKeepsItsPromises({ dialect: "openai-chat", model: "open", base: "/v1" });
dialectKeepsItsPromises({ dialect: "openai-responses", model: "reasoner", base: "/v1" });
dialectKeepsItsPromises({ dialect: "anthropic", model: "big", base: "" });
dialectKeepsItsPromises({ dialect: "gemini", model: "thinker", base: "/v1beta" });
dialectKeepsItsPromises({ dialect: "ollama", model: "small", base: "" });
