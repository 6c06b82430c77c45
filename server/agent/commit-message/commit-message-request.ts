import type { Prepared } from "../agent.ts";
import { diffOfChanges } from "../git-diff.ts";
import type { Parts } from "../parts.ts";
import { createPrivacy } from "../task-scope.ts";

const subjectsRead = 10;

/** Reads the staged changes, or all when none is staged, and how the last commits are worded. Spends nothing. */
export async function commitMessageRequest(workspace: string, parts: Parts): Promise<Prepared> {
  const staged = await parts.git.changedFiles(workspace, "staged");
  if (staged === undefined)
    return refuse(`${workspace} is in no git repository. Initialise one first, or open the folder of one.`);
  const which = staged.files.length > 0 ? "staged" : "all";
  const privacy = createPrivacy(parts.configuration.localOnly);
  const diff = await diffOfChanges(which, { parts, guard: parts.guard(workspace), privacy });
  if (diff === undefined || diff.text === "")
    return refuse(
      "Nothing has changed since the last commit, so there is nothing to describe. Change or stage something first.",
    );
  const { text, localOnly } = diff;
  const subjects = await parts.git.subjects(workspace, subjectsRead);
  return {
    kind: "ready",
    request: {
      prompt: `Write the message of a commit for ${which === "staged" ? "the staged changes" : "all changes"}.`,
      workspace,
      mode: "ask",
      kind: "commit-message",
      checks: [],
      allow: [],
      budget: undefined,
      model: undefined,
      oneCall: { kind: "commit-message", diff: text, subjects, localOnly },
    },
  };
}

function refuse(message: string): Prepared {
  return { kind: "refused", message };
}
