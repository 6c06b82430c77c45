import type { Conversation } from "./conversation.ts";
import type { NamedScript } from "./load-scenarios.ts";
import type { Condition, TextMatch, Turn } from "./scenario.ts";

export type FoundTurn =
  | { readonly kind: "turn"; readonly turn: Turn; readonly place: string }
  | { readonly kind: "none"; readonly message: string };

/** The turn that a script gives for this request; the same request always finds the same turn. */
export function findTurn(scripts: readonly NamedScript[], conversation: Conversation): FoundTurn {
  const script = scripts.find((each) => speaksFor(each, conversation.model) && holds(each.when, conversation));
  const asked = `${conversation.model} at turn ${conversation.turn} of ${JSON.stringify(conversation.prompt.slice(0, 200))}`;
  if (script === undefined) return { kind: "none", message: `No script answers ${asked}.` };
  const index = turnIndex(script, conversation.turn - 1);
  const alternatives = index === undefined ? undefined : script.turns[index];
  if (alternatives === undefined) {
    return {
      kind: "none",
      message: `${script.place} has ${script.turns.length} turns and was asked for more by ${asked}.`,
    };
  }
  const turn = [alternatives].flat().find((each) => holds(each.when, conversation));
  const place = `${script.place}.turns[${index}]`;
  if (turn === undefined) return { kind: "none", message: `${place} has no alternative for ${asked}.` };
  return { kind: "turn", turn: fill(turn, conversation), place };
}

function speaksFor(script: NamedScript, model: string): boolean {
  return [script.model].flat().some((name) => name === "*" || name === model);
}

function turnIndex(script: NamedScript, wanted: number): number | undefined {
  if (wanted < script.turns.length) return wanted;
  if (script.afterLast === "repeat-last") return script.turns.length - 1;
  if (script.afterLast === "start-over") return wanted % script.turns.length;
  return undefined;
}

function holds(condition: Condition | undefined, conversation: Conversation): boolean {
  if (condition === undefined) return true;
  const toolText = conversation.lastTools.map((tool) => tool.text).join("\n");
  return (
    matches(condition.prompt, conversation.prompt) &&
    matches(condition.system, conversation.system) &&
    matches(condition.lastToolText, toolText) &&
    (condition.handover === undefined || condition.handover === /^Earlier attempts:/m.test(conversation.prompt)) &&
    (condition.turn === undefined || condition.turn === conversation.turn) &&
    (condition.lastTool === undefined || conversation.lastTools.some((tool) => tool.name === condition.lastTool)) &&
    (condition.offersTools === undefined || condition.offersTools === conversation.offersTools)
  );
}

function matches(wanted: TextMatch | undefined, text: string): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted === "string") return text.includes(wanted);
  if (Array.isArray(wanted)) return wanted.every((part) => text.includes(part));
  return new RegExp(wanted.regex, wanted.flags).test(text);
}

/** Replaces `{{prompt}}`, `{{turn}}` and `{{lastToolText}}` in every string of the answer. */
function fill(turn: Turn, conversation: Conversation): Turn {
  const values: Readonly<Record<string, string>> = {
    prompt: conversation.prompt,
    turn: String(conversation.turn),
    lastToolText: conversation.lastTools.at(-1)?.text ?? "",
  };
  const fillText = (text: string) => text.replaceAll(/\{\{(\w+)\}\}/g, (hole, name: string) => values[name] ?? hole);
  const fillJson = <Value>(value: Value): Value =>
    JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
      typeof part === "string" ? fillText(part) : part,
    ) as Value;
  return {
    ...turn,
    ...(turn.text === undefined ? {} : { text: fillText(turn.text) }),
    ...(turn.thinking === undefined ? {} : { thinking: fillText(turn.thinking) }),
    ...(turn.calls === undefined ? {} : { calls: fillJson(turn.calls) }),
  };
}
