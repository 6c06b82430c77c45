import type { ModelTestView } from "../../server/protocol/requests.ts";

export interface TestWords {
  works(model: string): string;
  fails(model: string): string;
  cost(milliseconds: number): string;
}

/** A test in a few sentences. What works is said in short, what does not with its next step. */
export function testSummary(view: ModelTestView, words: TestWords): { readonly works: boolean; readonly text: string } {
  const works = view.checks.every(({ outcome }) => outcome === "ok");
  const failed = view.checks.filter(({ outcome }) => outcome === "failed");
  const told = works ? view.checks : failed;
  const sentences = told.map(({ message }) => message.trim());
  const text = [works ? words.works(view.model) : words.fails(view.model), ...sentences, words.cost(view.milliseconds)];
  return { works, text: text.join(" ") };
}
