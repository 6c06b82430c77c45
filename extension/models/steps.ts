/** What became of one step of a guided choice. */
export type StepEnd =
  | { readonly kind: "next" }
  | { readonly kind: "back" }
  | { readonly kind: "cancelled" }
  /** There was nothing to ask; going back goes past it too. */
  | { readonly kind: "skipped" };

/** `canGoBack` is false in the first step, when it is not part of something larger. */
export type Step = (place: { readonly canGoBack: boolean }) => Promise<StepEnd>;

/** Runs steps in order, forth and back. `back` at the first one leads out, when that is offered. */
export async function runSteps(
  steps: readonly Step[],
  backOut: "may-go-back" | "starts-here" = "starts-here",
): Promise<"done" | "back" | "cancelled"> {
  const asked: number[] = [];
  let index = 0;
  for (;;) {
    const step = steps[index];
    if (step === undefined) return "done";
    const end = await step({ canGoBack: asked.length > 0 || backOut === "may-go-back" });
    switch (end.kind) {
      case "next":
        asked.push(index++);
        break;
      case "skipped":
        index++;
        break;
      case "cancelled":
        return "cancelled";
      case "back": {
        const before = asked.pop();
        if (before === undefined) return "back";
        index = before;
      }
    }
  }
}
