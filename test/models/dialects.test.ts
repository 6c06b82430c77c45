import { dialectKeepsItsPromises } from "./contract.ts";

dialectKeepsItsPromises({ dialect: "openai-chat", model: "open", base: "/v1" });
dialectKeepsItsPromises({ dialect: "anthropic", model: "big", base: "" });
dialectKeepsItsPromises({ dialect: "ollama", model: "small", base: "" });
