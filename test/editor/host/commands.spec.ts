import assert from "node:assert/strict";
import { commands, extensions } from "vscode";

describe("the extension", () => {
  it("is there and becomes active by itself", async () => {
    const extension = extensions.getExtension("stepladder.stepladder");
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it("has registered every command of its manifest", async () => {
    const manifest = extensions.getExtension("stepladder.stepladder")?.packageJSON as {
      readonly contributes: { readonly commands: readonly { readonly command: string }[] };
    };
    const registered = new Set(await commands.getCommands(true));
    const missing = manifest.contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });
});
