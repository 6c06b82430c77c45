import type { EditFormat, WrittenFormat } from "../routing/edit-format.ts";
import type { EditCount } from "./tools/tool.ts";

/** How an attempt's edits go, and in which format the model is asked for the next ones. */
export interface EditWatch {
  readonly format: EditFormat;
  count(format: WrittenFormat, edits: EditCount): void;
  /** A reply is over. `understood` says that at least one of its calls could be read. */
  endReply(understood: boolean): "go-on" | "format-changed" | "given-up";
  counts(): readonly ({ readonly format: WrittenFormat } & EditCount)[];
}

const mostFailedReplies = 2;

/**
 * After two replies whose edits could not be used, with no good one between them, the next format is asked for; after two
 * more the attempt is given up, and a stronger model goes on.
 */
export function watchEdits(formats: readonly [EditFormat, ...EditFormat[]]): EditWatch {
  const counts = new Map<WrittenFormat, EditCount>();
  const [first, second] = formats;
  let format = first;
  let failedReplies = 0;
  let reply: EditCount = { placed: 0, failed: 0 };
  return {
    get format() {
      return format;
    },
    count(used, edits) {
      counts.set(used, add(counts.get(used), edits));
      reply = add(reply, edits);
    },
    endReply(understood) {
      const failed = !understood || (reply.failed > 0 && reply.placed === 0);
      if (reply.placed > 0) failedReplies = 0;
      else if (failed) failedReplies++;
      reply = { placed: 0, failed: 0 };
      if (failedReplies < mostFailedReplies || !failed) return "go-on";
      if (format !== first || second === undefined) return "given-up";
      format = second;
      failedReplies = 0;
      return "format-changed";
    },
    counts: () => [...counts].map(([used, count]) => ({ format: used, ...count })),
  };
}

function add(one: EditCount = { placed: 0, failed: 0 }, two: EditCount): EditCount {
  return { placed: one.placed + two.placed, failed: one.failed + two.failed };
}
