import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

export interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly when?: string;
}

export interface Setting {
  readonly scope?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

export interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly submenus: readonly { readonly id: string }[];
    readonly keybindings: readonly Keybinding[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
    readonly walkthroughs: readonly {
      readonly icon: string;
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
  };
}

export const manifestText = read("package.json");
export const manifest = JSON.parse(manifestText) as Manifest;

export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export function readTexts(path: string): Record<string, string> {
  return JSON.parse(read(path)) as Record<string, string>;
}

/** Every `when` and `enablement` of the manifest. */
export function conditions(): readonly string[] {
  const { commands, menus, keybindings } = manifest.contributes;
  const all = [
    ...commands.map(({ enablement }) => enablement),
    ...[...Object.values(menus).flat(), ...keybindings].map(({ when }) => when),
  ];
  return all.filter((condition) => condition !== undefined);
}

/** The TypeScript files of a folder with their texts. */
export function sources(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ path: join(folder, file), text: read(join(folder, file)) }));
}
