const longest = 60;

/** The first line of a prompt, cut so that it fits a list. */
export function firstLine(prompt: string): string {
  const [line = ""] = prompt.trim().split(/\r\n|\r|\n/, 1);
  const characters = [...line];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : line;
}

/** A tab is found again by its label, so two tasks with the same prompt get two titles. */
export function reviewTitle(word: string, prompt: string, task: string): string {
  return `${word}: ${firstLine(prompt)} · ${task.slice(-4)}`;
}
