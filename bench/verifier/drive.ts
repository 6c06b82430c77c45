import type { CheckerRun, Verification } from "../../server/verification/ports.ts";
import type { Verdict } from "../../server/verification/verdict.ts";
import { createVerification } from "../../server/verification/verification.ts";
import { type Candidate, startOf } from "./candidates.ts";
import type { Files, Project, Task } from "./tasks.ts";
import { applyChanges, copyOf, openRepository, runCommand, type Workshop } from "./workshop.ts";

/** A task's repository as it was found, with what its checkers say of it; shared by all candidates. */
export interface Prepared {
  readonly project: Project;
  readonly task: Task;
  readonly files: Files;
  readonly verification: Verification;
  readonly runs: readonly CheckerRun[];
  readonly repository: Workshop;
}

/** Every checker that is found or configured counts as agreed to. */
export async function prepare(project: Project, task: Task): Promise<Prepared> {
  const files = await startOf(project, task);
  const repository = openRepository(project, files);
  const { root } = repository;
  const configuredChecks = new Map(project.checks.length === 0 ? [] : [["*", project.checks] as const]);
  const verification = createVerification({ runCommand, configuredChecks, limits: { checkerMs: 20_000 } });
  const checkers = await verification.discover(root);
  const baseline = verification.baseline(root, checkers, [], new AbortController().signal);
  const { runs } = await result(baseline);
  return { project, task, files, verification, runs, repository };
}

/** Verifies a candidate as the agent does: in its repository, with what it changed and the baseline before it. */
export async function verifyCandidate(prepared: Prepared, candidate: Candidate): Promise<Verdict> {
  const { task, files } = prepared;
  using workshop = copyOf(prepared.repository);
  const changed = applyChanges(workshop.root, files, candidate.files);
  const before = new Map(changed.flatMap((path) => (files.has(path) ? [[path, files.get(path) ?? ""] as const] : [])));
  const request = {
    root: workshop.root,
    kind: task.kind,
    prompt: task.prompt,
    changed,
    before,
    baseline: { runs: prepared.runs, notAgreed: [] },
  };
  return await result(prepared.verification.verify(request, new AbortController().signal));
}

async function result<Result>(events: AsyncGenerator<unknown, Result>): Promise<Result> {
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
  }
}
