import { namedChecker } from "../verification/discover.ts";
import type { Checker } from "../verification/ports.ts";
import type { Checkers, Parts } from "./parts.ts";
import { approve, type TaskScope } from "./task-scope.ts";

/**
 * Which checkers may run: the user's own (typed or configured) always, those found in the repository only under an agreement
 * for this folder and exactly this script.
 */
export async function findCheckers(parts: Parts, root: string, typed: readonly string[]): Promise<Checkers> {
  const own = await Promise.all(typed.map((command) => namedChecker(root, command, "task")));
  const found = await parts.verification.discover(root);
  const others = found.filter((checker) => !typed.includes(checker.command));
  const agreed = (checker: Checker) => checker.from !== "repository" || parts.agreements.has(root, checker);
  return {
    agreed: [...others.filter(agreed), ...own],
    notAgreed: others.filter((checker) => !agreed(checker)),
  };
}

/** Asks once for the checkers that no agreement covers yet; a yes is remembered for this folder and these scripts. */
export async function offerAgreement(scope: TaskScope, signal: AbortSignal): Promise<void> {
  for (const checker of scope.checkers.notAgreed) {
    const because = `${checker.command} was found in this folder and runs its code. Agreeing is remembered until the script changes.`;
    const subject = { kind: "check", command: checker.command, script: checker.script, because } as const;
    if (!(await approve(scope, subject, signal))) continue;
    scope.parts.agreements.add(scope.guard.root, [checker]);
    scope.checkers = {
      agreed: [...scope.checkers.agreed, checker],
      notAgreed: scope.checkers.notAgreed.filter((other) => other !== checker),
    };
  }
}

/** The agreed checkers whose scripts are still what was agreed to: an attempt may have changed them since. */
export async function runnableCheckers(scope: TaskScope): Promise<readonly Checker[]> {
  const unchanged = await Promise.all(scope.checkers.agreed.map((checker) => isUnchanged(scope, checker)));
  return scope.checkers.agreed.filter((_, index) => unchanged[index]);
}

/** Whether this very command line is an agreed checker that may run now. */
export async function mayRun(scope: TaskScope, command: string): Promise<boolean> {
  const checker = scope.checkers.agreed.find((agreed) => agreed.command === command);
  return checker !== undefined && (await isUnchanged(scope, checker));
}

function isUnchanged(scope: TaskScope, checker: Checker): Promise<boolean> {
  return scope.parts.verification.mayStillRun(scope.guard.root, checker);
}
