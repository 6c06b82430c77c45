import { ratesIn } from "./check-errors.ts";
import type { Knowledge } from "./knowledge.ts";

const repositories = new WeakMap<Knowledge, Map<string, Knowledge>>();

/** What is known of a kind of work, with the errors that checks have in one repository. It holds until something more is learnt. */
export function knownIn(knowledge: Knowledge, repository: string): Knowledge {
  const rates = ratesIn(knowledge.errors, repository);
  const { errors, learnt } = knowledge;
  if (rates.f === errors.rates.f && rates.g === errors.rates.g) return knowledge;
  const views = repositories.get(knowledge) ?? new Map<string, Knowledge>();
  repositories.set(knowledge, views);
  const known = views.get(repository);
  if (known?.learnt === learnt) return known;
  const view = { ...knowledge, errors: { ...errors, rates } };
  views.set(repository, view);
  return view;
}
