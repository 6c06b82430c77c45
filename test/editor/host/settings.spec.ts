import assert from "node:assert/strict";
import { ConfigurationTarget, extensions, Uri, workspace } from "vscode";
import { eventually } from "./agent-servers.ts";

interface Property {
  readonly scope?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

/** Every setting of the manifest, by its name below `stepladder.`. */
function properties(): readonly (readonly [name: string, property: Property])[] {
  const manifest = extensions.getExtension("stepladder.stepladder")?.packageJSON as {
    readonly contributes: { readonly configuration: readonly { readonly properties: Record<string, Property> }[] };
  };
  return manifest.contributes.configuration.flatMap((page) =>
    Object.entries(page.properties).map(([name, property]) => [name.replace(/^stepladder\./, ""), property] as const),
  );
}

const settings = () => workspace.getConfiguration("stepladder");

describe("the settings", () => {
  it("are known to the editor with their defaults and a text each", () => {
    assert.ok(properties().length >= 15);
    for (const [name, property] of properties()) {
      assert.deepEqual(settings().inspect(name)?.defaultValue, property.default, name);
      const text = property.markdownDescription ?? property.description ?? "";
      assert.match(text, /^[^%].{10,}/s, name);
    }
  });

  it("are the user's own: the editor refuses to write any of them into a workspace", async () => {
    for (const [name, property] of properties()) {
      assert.equal(property.scope, "application", name);
      await assert.rejects(async () => settings().update(name, property.default, ConfigurationTarget.Workspace), name);
    }
  });

  it("are not changed by a workspace's settings file", async () => {
    const folder = workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const file = Uri.joinPath(folder, ".vscode", "settings.json");
    const hostile = {
      "editor.tabSize": 7,
      "stepladder.budgets.day": 99_999,
      "stepladder.atLimit": "local-only",
      "stepladder.autoRun": ["rm"],
      "stepladder.endpoints": { mine: { dialect: "openai-chat", url: "https://example.org/v1" } },
    };
    await workspace.fs.writeFile(file, Buffer.from(JSON.stringify(hostile)));
    try {
      await eventually(() => workspace.getConfiguration("editor").get("tabSize") === 7 || undefined);
      assert.equal(settings().get("budgets.day"), 10);
      assert.equal(settings().get("atLimit"), "ask");
      assert.deepEqual(settings().get("autoRun"), []);
      assert.deepEqual(settings().get("endpoints"), {});
    } finally {
      await workspace.fs.delete(Uri.joinPath(folder, ".vscode"), { recursive: true });
    }
  });
});
