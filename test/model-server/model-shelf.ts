import type { DialectName } from "../../server/models/endpoint.ts";
import type { ScriptedModel } from "./scenario.ts";

const when = "2026-11-21T12:00:00Z";
const scriptedOwner = "scripted (no real model)";

/** Which models there are, which are pulled and which are loaded, and the lists of them in each dialect's shape. */
export class ModelShelf {
  private readonly models: ReadonlyMap<string, ScriptedModel>;
  private readonly pulled: Set<string>;
  private readonly loaded = new Map<string, number>();

  constructor(models: ReadonlyMap<string, ScriptedModel>) {
    this.models = models;
    this.pulled = new Set([...models.values()].filter((model) => model.pulled !== false).map((model) => model.name));
  }

  find(dialect: DialectName, name: string): ScriptedModel | undefined {
    const model = this.models.get(name);
    return model?.dialect === dialect && this.pulled.has(name) ? model : undefined;
  }

  /** False when no registry has it. */
  pull(name: string): boolean {
    if (this.models.get(name)?.dialect !== "ollama") return false;
    this.pulled.add(name);
    return true;
  }

  markLoaded(name: string, context: number): void {
    this.loaded.set(name, context);
  }

  openaiList(): unknown {
    const data = [...this.of("openai-chat"), ...this.of("openai-responses")].map((model) => ({
      id: model.name,
      object: "model",
      created: 1_790_000_000,
      owned_by: scriptedOwner,
      context_length: model.context,
    }));
    return { object: "list", data };
  }

  anthropicList(): unknown {
    const data = this.of("anthropic").map((model) => ({
      type: "model",
      id: model.name,
      display_name: `${model.name}, ${scriptedOwner}`,
      created_at: when,
      max_input_tokens: model.context,
      max_tokens: model.maxOutput,
    }));
    return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  }

  geminiList(): unknown {
    const models = this.of("gemini").map((model) => ({
      name: `models/${model.name}`,
      displayName: `${model.name}, ${scriptedOwner}`,
      inputTokenLimit: model.context,
      outputTokenLimit: model.maxOutput,
      supportedGenerationMethods: ["generateContent"],
    }));
    return { models };
  }

  ollamaTags(): unknown {
    return { models: this.of("ollama").map((model) => ollamaEntry(model)) };
  }

  ollamaLoaded(): unknown {
    const models = this.of("ollama").filter((model) => this.loaded.has(model.name));
    return {
      models: models.map((model) => ({
        ...ollamaEntry(model),
        expires_at: when,
        size_vram: 1_000_000_000,
        context_length: this.loaded.get(model.name),
      })),
    };
  }

  ollamaShow(name: string): unknown {
    const model = this.find("ollama", name);
    if (model === undefined) return undefined;
    return {
      license: scriptedOwner,
      modelfile: "",
      parameters: "",
      template: "",
      details: ollamaEntry(model).details,
      model_info: {
        "general.architecture": model.family,
        "general.description": scriptedOwner,
        [`${model.family}.context_length`]: model.context,
      },
      capabilities: ["completion", ...(model.tools ? ["tools"] : [])],
      modified_at: when,
    };
  }

  private of(dialect: DialectName): ScriptedModel[] {
    return [...this.models.values()].filter((model) => model.dialect === dialect && this.pulled.has(model.name));
  }
}

function ollamaEntry(model: ScriptedModel) {
  return {
    name: model.name,
    model: model.name,
    modified_at: when,
    size: 1_000_000_000,
    digest: "0".repeat(64),
    details: {
      parent_model: "",
      format: "scripted",
      family: model.family,
      families: [model.family],
      parameter_size: scriptedOwner,
      quantization_level: "none",
    },
  };
}
