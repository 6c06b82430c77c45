import { settingNames } from "../settings.ts";

interface Problem {
  /** A setting's name, a place in the configuration file as `file:line:column`, or what can't be used as a whole. */
  readonly where: string;
  readonly message: string;
}

/** One line for each problem, worded as the server words them when it refuses a request because of them. */
export function problemText(problems: readonly Problem[]): string {
  return problems.map(({ where, message }) => (isPlace(where) ? `${where}: ${message}` : message)).join("\n");
}

/** The first setting that a text names, as in `stepladder.budgets.day`; the settings page knows only whole ones. */
export function settingNamedIn(text: string): string | undefined {
  const named = [...text.matchAll(/\bstepladder\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g)].map(([, name]) => name ?? "");
  for (const name of named) {
    const known = settingNames.find((setting) => name === setting || name.startsWith(`${setting}.`));
    if (known !== undefined) return `stepladder.${known}`;
  }
  return undefined;
}

function isPlace(where: string): boolean {
  return /:\d+:\d+$/.test(where);
}
