import { diskReason } from "../disk-reason.ts";

/** The disk kept us from keeping or restoring. What was not said to be done was not done. The message names the next step. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}

/** Runs what needs the disk of our own store; `failure` is the sentence that comes before the disk's reason. */
export async function onDisk<Result>(failure: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    throw new CheckpointError(`${failure} ${diskReason(error)}`, { cause: error });
  }
}
