/**
 * On what a verdict stands, from weak to strong. A result passes or fails one of the first seven; some of those that pass are
 * shown to a reviewer, and to the user.
 */
export const grounds = [
  /** It did not finish its work, by its own account or by a limit. */
  "unfinished",
  /** Files were edited and parse; linters and type checks find nothing new. */
  "looks",
  /** Tests pass as before, and none of them speaks of what was asked. */
  "unbroken",
  /** What a checker or the editor reported, and was asked to go. */
  "findings",
  /** A test that another family wrote before the attempt. */
  "written-test",
  /** Tests that speak of what was asked: failing ones, newly written ones, for a refactoring those that passed. */
  "tests",
  /** The check that the user gave with the task. */
  "given-check",
  /** A model of another family that saw the change. */
  "review",
  /** Kept or taken back. */
  "user",
] as const;

export type Ground = (typeof grounds)[number];

export function isGround(text: string): text is Ground {
  return grounds.some((ground) => ground === text);
}
