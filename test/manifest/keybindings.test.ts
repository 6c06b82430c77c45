import assert from "node:assert/strict";
import { test } from "node:test";
import { type Keybinding, manifest, readTexts } from "./read-manifest.ts";

type Platform = "linux" | "windows" | "mac";

/** Made by `scripts/default-keybindings.ts` from a real editor. */
const defaults = readTexts("test/manifest/default-keybindings.json") as unknown as {
  readonly vscode: string;
  readonly taken: Readonly<Record<Platform, string>>;
};

/**
 * Keys of VS Code that mean something else while an inline edit is shown or asked for, and only then. Each is judged: what it
 * does otherwise is not missed meanwhile.
 */
const borrowed: Readonly<Record<string, string>> = {
  "ctrl+enter": "Inserts a line below; the edit that is shown is accepted instead.",
  "cmd+enter": "Inserts a line below; the edit that is shown is accepted instead.",
  escape: "Cancels a selection; whatever else it closes is left out by the condition.",
  "alt+f5": "Goes to the next change against the repository; here to the next change of the edit.",
  "shift+alt+f5": "Goes to the previous change against the repository; here to that of the edit.",
  "ctrl+alt+enter": "Replaces all while the find box is open, where the text has no focus.",
  "alt+cmd+enter": "Replaces all while the find box is open, where the text has no focus.",
  "ctrl+alt+backspace": "Removes the brackets around the cursor.",
  "alt+cmd+backspace": "Removes the brackets around the cursor.",
  "ctrl+alt+r": "Belongs to the terminal, where the text has no focus.",
  "alt+cmd+r": "Switches the find box to patterns, which its button does too.",
  enter: "Sends the prompt, in the field of the prompt only.",
  up: "Brings back an earlier prompt, in the field of the prompt only.",
  down: "Brings back a later prompt, in the field of the prompt only.",
};

const platforms: readonly Platform[] = ["linux", "windows", "mac"];
const { keybindings } = manifest.contributes;

test("the keys that work everywhere collide with no default of VS Code", () => {
  const everywhere = keybindings.filter((binding) => !isOwn(binding));
  assert.ok(everywhere.length >= 2);
  for (const binding of everywhere) {
    for (const platform of platforms) {
      const key = keyOn(platform, binding);
      assert.ok(!isTaken(platform, key), `${key} on ${platform} is taken (${binding.command})`);
    }
  }
});

test("a default is shadowed only while Stepladder shows something of its own, and each is judged", () => {
  const shadowed = keybindings.filter(isOwn).flatMap((binding) =>
    platforms.flatMap((platform) => {
      const key = keyOn(platform, binding);
      return isTaken(platform, key) ? [key] : [];
    }),
  );
  assert.deepEqual([...new Set(shadowed)].toSorted(), Object.keys(borrowed).toSorted());
});

test("no two of the keys that work in the same place are the same", () => {
  for (const platform of platforms) {
    const seen = new Map<string, Keybinding>();
    for (const binding of keybindings) {
      const place = `${keyOn(platform, binding)} ${binding.when?.includes("inlinePrompt") ? "prompt" : "text"}`;
      assert.ok(!seen.has(place), `${place}: ${binding.command} and ${seen.get(place)?.command}`);
      seen.set(place, binding);
    }
  }
});

/** Limited by a context key that only the extension sets. */
function isOwn({ when }: Keybinding): boolean {
  return when?.includes("stepladder.") ?? false;
}

function isTaken(platform: Platform, key: string): boolean {
  return defaults.taken[platform].split(" ").includes(key);
}

/** As VS Code writes it: `ctrl+shift+alt+cmd+`, then the key. */
function keyOn(platform: Platform, { key, mac }: Keybinding): string {
  const parts = (platform === "mac" ? (mac ?? key) : key).split("+");
  const order = ["ctrl", "shift", "alt", "cmd"];
  const rank = (part: string) => (order.includes(part) ? order.indexOf(part) : order.length);
  return parts.toSorted((a, b) => rank(a) - rank(b)).join("+");
}
