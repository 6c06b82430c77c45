import { l10n } from "vscode";
import type { ModelTestView } from "../../server/protocol/requests.ts";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { addressMistake } from "./host-address.ts";
import { keyMistake } from "./key-shape.ts";
import { testSummary } from "./test-summary.ts";

/** What is wrong with a pasted key, with what to do. */
export function keyHint(text: string): string | undefined {
  switch (keyMistake(text)) {
    case undefined:
      return undefined;
    case "empty":
      return l10n.t("Paste the key.");
    case "assignment":
      return l10n.t("Paste the key alone, without a name or “Bearer” before it.");
    case "inner-blanks":
      return l10n.t("A key has no blanks inside; copy it again.");
    case "characters":
      return l10n.t("This has characters that no key has; copy it again.");
    case "short":
      return l10n.t("This is too short for a key; copy all of it.");
    case "address":
      return l10n.t("This is an address and not a key; paste the key.");
  }
}

export function addressHint(text: string): string | undefined {
  switch (addressMistake(text)) {
    case undefined:
      return undefined;
    case "no-address":
      return l10n.t("Write an address that begins with https://, such as https://models.example.com/v1.");
    case "credentials":
      return l10n.t("Leave the user name and password out; the key is asked for next.");
    case "query":
      return l10n.t("Leave out the part after ? or #.");
  }
}

/** A test's result for a message box. */
export function testWords(view: ModelTestView): { readonly works: boolean; readonly text: string } {
  return testSummary(view, {
    works: (model) => l10n.t("{0} works.", model),
    fails: (model) => l10n.t("{0} does not work yet.", model),
    cost: (milliseconds) =>
      l10n.t("The test cost {0} and took {1} s.", formatNanoUsd(view.cost), (milliseconds / 1000).toFixed(1)),
  });
}
