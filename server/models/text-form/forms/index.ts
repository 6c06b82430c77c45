import { channelForm, thoughtForm } from "./channels.ts";
import { gemmaForm } from "./gemma.ts";
import { invokeForms, plainInvokeForm } from "./invoke.ts";
import { escaped, type Form } from "./outcome.ts";
import { functionForm, toldForm } from "./tagged.ts";
import { listForm, markForm, tokenForm } from "./tokens.ts";
import { toolCallForm } from "./tool-call.ts";

/** Markup of some set of forms, and how to find it in a text that is still growing. */
export interface Forms {
  /** Where the first markup begins, and its form. */
  first(text: string): { readonly at: number; readonly form: Form } | undefined;
  /** How many characters at the end of a text may be the beginning of markup. */
  partialEnd(text: string): number;
}

/** What models are trained on and write as text when their host does not read it. */
const trainedForms: readonly Form[] = [
  toolCallForm,
  functionForm,
  ...invokeForms,
  plainInvokeForm,
  tokenForm,
  listForm,
  gemmaForm,
  channelForm,
  thoughtForm,
  markForm,
];

export const leakedForms: Forms = formsOf(trainedForms);
/** For models that were told how to write calls. */
export const everyForm: Forms = formsOf([toldForm, ...trainedForms]);

function formsOf(forms: readonly Form[]): Forms {
  const byOpener = new Map(forms.flatMap((form) => form.openers.map((opener) => [opener, form] as const)));
  const openers = [...byOpener.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(openers.map(escaped).join("|"));
  const prefixes = new Set(openers.flatMap((opener) => Array.from(opener, (_unit, length) => opener.slice(0, length))));
  const longest = Math.max(...openers.map(({ length }) => length));
  return {
    first(text) {
      if (!/[<[]/.test(text)) return undefined;
      const match = pattern.exec(text);
      const form = match === null ? undefined : byOpener.get(match[0]);
      return match === null || form === undefined ? undefined : { at: match.index, form };
    },
    partialEnd(text) {
      const from = Math.max(0, text.length - longest + 1);
      for (let at = from; at < text.length; at++) {
        if ((text[at] === "<" || text[at] === "[") && prefixes.has(text.slice(at))) return text.length - at;
      }
      return 0;
    },
  };
}
