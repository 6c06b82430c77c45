import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  kindsPinned,
  pinnedFor,
  type Said,
  type SaySettings,
  withExclusionToggled,
  withPinToggled,
} from "../../../extension/models/say-settings.ts";
import { checkSources } from "../../../server/configuration/parse.ts";

const nothing: SaySettings = { pins: undefined, exclude: undefined };
const unknown = { pins: {}, excluded: [] };

function settingsOf(said: Said): SaySettings {
  assert.equal(said.kind, "settings");
  return said.kind === "settings" ? said.settings : nothing;
}

/** As the server tells it when the settings are all there is. */
function known({ pins = {}, exclude = [] }: SaySettings) {
  return { pins, excluded: exclude };
}

/** Whether the server would take these settings. */
function accepted({ pins, exclude }: SaySettings): void {
  const models = Object.fromEntries(["a", "b", "c"].map((name) => [name, {}]));
  const values = {
    endpoints: { host: { dialect: "openai-chat", url: "https://host.example/v1", models } },
    ...(pins && { pins }),
    ...(exclude && { exclude }),
  };
  const facts = { file: "/c.jsonc", asOf: "2026-11-21", canonicalRoot: () => undefined };
  const checked = checkSources({ file: undefined, settings: { values, asOf: facts.asOf } }, facts);
  assert.equal(checked.kind, "checked", JSON.stringify(checked.kind === "invalid" ? checked.settingProblems : []));
}

test("models are pinned one behind the other, and one that is pinned is taken back", () => {
  const first = settingsOf(withPinToggled("fix", "host/b", nothing, unknown));
  const second = settingsOf(withPinToggled("fix", "host/a", first, known(first)));
  assert.deepEqual(second, { pins: { fix: ["host/b", "host/a"] }, exclude: undefined });
  const one = settingsOf(withPinToggled("fix", "host/b", second, known(second)));
  assert.deepEqual(one.pins, { fix: ["host/a"] });
  const none = settingsOf(withPinToggled("fix", "host/a", one, known(one)));
  assert.equal(none.pins, undefined, "no empty list and no empty object stay behind");
});

test("what the configuration file pins can be added to and shortened, but not emptied", () => {
  const file = { pins: { fix: ["host/a"] }, excluded: [] };
  assert.deepEqual(pinnedFor("fix", nothing, file), ["host/a"]);
  assert.deepEqual(withPinToggled("fix", "host/a", nothing, file), { kind: "in-file" });
  const more = settingsOf(withPinToggled("fix", "host/b", nothing, file));
  assert.deepEqual(more.pins, { fix: ["host/a", "host/b"] });
});

test("what is excluded is no longer pinned, and taking it back pins nothing", () => {
  const pinned: SaySettings = {
    pins: { fix: ["host/a", "host/b"], title: ["host/a"], ask: ["local"] },
    exclude: undefined,
  };
  assert.deepEqual(kindsPinned("host/a", pinned, known(pinned)), ["fix", "title"]);
  const without = settingsOf(withExclusionToggled("host/a", pinned, known(pinned)));
  assert.deepEqual(without, { pins: { fix: ["host/b"], ask: ["local"] }, exclude: ["host/a"] });
  const back = settingsOf(withExclusionToggled("host/a", without, known(without)));
  assert.deepEqual(back, { pins: without.pins, exclude: [] });
});

test("a model that only the configuration file pins is not excluded against it", () => {
  const file = { pins: { fix: ["host/a"], ask: ["host/a", "host/b"] }, excluded: [] };
  assert.deepEqual(withExclusionToggled("host/a", nothing, file), { kind: "in-file" });
  const other = settingsOf(withExclusionToggled("host/b", nothing, file));
  assert.deepEqual(other, { pins: { ask: ["host/a"] }, exclude: ["host/b"] });
});

test("one of an excluded rung can be taken back, and the others of the rung stay out", () => {
  const rung: SaySettings = { pins: undefined, exclude: ["open", "host/c"] };
  const told = { pins: {}, excluded: ["host/a", "host/b", "host/c"] };
  const back = settingsOf(withExclusionToggled("host/a", rung, told));
  assert.deepEqual(back.exclude, ["host/b", "host/c"]);
  const byName = settingsOf(withExclusionToggled("host/c", rung, told));
  assert.deepEqual(byName.exclude, ["open"]);
});

test("whatever is chosen, the server takes the settings, and choosing the same again undoes it", () => {
  const model = fc.constantFrom("host/a", "host/b", "host/c");
  const choice = fc.oneof(
    fc.record({ model, kind: fc.constantFrom("fix" as const, "title" as const) }),
    fc.record({ model, kind: fc.constant(undefined) }),
  );
  const choose = (settings: SaySettings, { model: id, kind }: { model: string; kind: "fix" | "title" | undefined }) =>
    settingsOf(
      kind === undefined
        ? withExclusionToggled(id, settings, known(settings))
        : withPinToggled(kind, id, settings, known(settings)),
    );
  fc.assert(
    fc.property(fc.array(choice, { maxLength: 8 }), (choices) => {
      let settings = nothing;
      for (const each of choices) {
        // What is excluded is not offered for pinning.
        if (each.kind !== undefined && settings.exclude?.includes(each.model)) continue;
        const before = settings;
        settings = choose(before, each);
        accepted(settings);
        const pinned = before.pins?.[each.kind ?? "fix"] ?? [];
        if (each.kind !== undefined && !pinned.includes(each.model))
          assert.deepEqual(choose(settings, each).pins, before.pins);
      }
    }),
    { numRuns: 100 },
  );
});
