import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { conditions, manifest, read, root, sources } from "./read-manifest.ts";

const { commands, menus, submenus, walkthroughs, viewsContainers } = manifest.contributes;
const names = commands.map(({ command }) => command);
const extensionText = sources("extension")
  .map(({ text }) => text)
  .join("\n");

test("every command stands in the manifest once, under the name of the extension", () => {
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
  for (const { command, category, title } of commands) {
    assert.match(command, /^stepladder\.[\w.]+$/);
    assert.equal(category, "Stepladder", command);
    assert.match(title, /^%[\w.]+%$/, command);
  }
});

test("every command of the manifest is written in the extension", () => {
  const missing = names.filter((name) => {
    const short = name.replace("stepladder.inline.", "");
    return !extensionText.includes(`"${name}"`) && !extensionText.includes(`"${short}"`);
  });
  assert.deepEqual(missing, []);
});

test("every command that the extension names is in the manifest", () => {
  const named = [...extensionText.matchAll(/(?:command|Command)\(\s*"(stepladder\.[\w.]+)"/g)].map((match) => match[1]);
  assert.ok(named.length > 5);
  assert.deepEqual(
    named.filter((name) => name !== undefined && !name.endsWith(".focus") && !names.includes(name)),
    [],
  );
});

test("every menu entry names a command or a submenu of the manifest", () => {
  const known = new Set([...names, ...submenus.map(({ id }) => id)]);
  for (const [menu, items] of Object.entries(menus)) {
    for (const { command, submenu } of items) assert.ok(known.has(command ?? submenu ?? ""), `${menu}: ${command}`);
  }
});

test("what can't work everywhere is shown in the palette only where it works", () => {
  const palette = new Map((menus.commandPalette ?? []).map(({ command, when }) => [command, when]));
  for (const { command, enablement } of commands) {
    if (enablement !== undefined) assert.ok(palette.get(command), `${command} has no condition in the palette`);
  }
});

test("every condition's own key is set by the extension", () => {
  const keys = new Set(conditions().flatMap((condition) => condition.match(/(?<![\w.:])stepladder\.[a-z]\w+/gi) ?? []));
  keys.delete("stepladder.taskPanel");
  const missing = [...keys].filter((key) => !extensionText.includes(`"${key}"`));
  assert.deepEqual(missing, []);
});

test("the walkthrough has five steps with pictures, and its links lead to commands", () => {
  const [walkthrough, ...others] = walkthroughs;
  assert.ok(walkthrough !== undefined && others.length === 0);
  assert.equal(walkthrough.steps.length, 5);
  const texts = JSON.parse(read("package.nls.json")) as Record<string, string>;
  for (const { description, media, completionEvents } of walkthrough.steps) {
    assert.ok(existsSync(join(root, media.svg)), media.svg);
    const linked = (texts[description.replaceAll("%", "")] ?? "").matchAll(/\(command:([\w.]+)\)/g);
    const waited = completionEvents.flatMap((event) => event.match(/(?<=^onCommand:).*/) ?? []);
    for (const command of [...[...linked].map((match) => match[1] ?? ""), ...waited]) {
      assert.ok(names.includes(command) || command.startsWith("workbench."), command);
    }
  }
});

test("every icon of the manifest is a file", () => {
  for (const icon of [manifest.icon, walkthroughs[0]?.icon, ...viewsContainers.activitybar.map(({ icon }) => icon)]) {
    assert.ok(icon !== undefined && existsSync(join(root, icon)), icon);
  }
});
