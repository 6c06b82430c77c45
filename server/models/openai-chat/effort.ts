import type { Effort } from "../effort.ts";
import type { ServedModel } from "../endpoint.ts";

/** The hosts that do not call it `reasoning_effort`. */
const spellings: readonly (readonly [RegExp, (effort: Effort) => object])[] = [
  [/(^|\.)openrouter\.ai$/, (effort) => ({ reasoning: { effort } })],
  [/(^|\.)(z\.ai|bigmodel\.cn|moonshot\.(ai|cn))$/, (effort) => ({ thinking: onOrOff(effort) })],
  [
    /(^|\.)deepseek\.com$/,
    (effort) => ({ thinking: onOrOff(effort), ...(effort === "none" ? {} : { reasoning_effort: effort }) }),
  ],
  [/(^|\.)dashscope(-[a-z]+)?\.aliyuncs\.com$/, (effort) => ({ enable_thinking: effort !== "none" })],
];

/** The parameters that ask the host for a model's effort; none when the user chose none. */
export function effortParameters({ effort, endpoint }: ServedModel): object {
  if (effort === undefined) return {};
  const { hostname } = new URL(endpoint.url);
  const spelling = spellings.find(([host]) => host.test(hostname))?.[1];
  return spelling?.(effort) ?? { reasoning_effort: effort };
}

function onOrOff(effort: Effort) {
  return { type: effort === "none" ? "disabled" : "enabled" };
}
