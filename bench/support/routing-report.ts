import type { Interval, RoutingFigures, RuleFigures, Shares } from "./routing-measure.ts";

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const range = ({ low, high }: Interval) => `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}`;
const both = ({ kept, costPerResolved }: Shares) => `${percent(kept)} at ${percent(costPerResolved)}`;

/** A table for people. Kept and cost per resolved are shares of what the frontier model alone does. */
export function describeRouting(figures: RoutingFigures): string {
  const { summary, rules, frontier, tasks, models, orders, hardestTasks, frontierCostPerResolved } = figures;
  const { bestFixed, fixedAsGood, oracle, quote } = summary;
  const row = (rule: RuleFigures) =>
    `  ${rule.name.padEnd(22)} kept ${percent(rule.kept).padStart(7)} (${range(rule.keptInterval)})  cost per resolved ${percent(rule.costPerResolved).padStart(7)} (${range(rule.costInterval)})  silently wrong ${percent(rule.silentlyWrong)}
  ${"".padEnd(22)} first 50: ${both(rule.first50)}; hardest ${hardestTasks}: ${both(rule.hardest)}; ${rule.attempts.toFixed(2)} attempts a task`;
  const order = figures.firsts.slice(0, 14).map(([name, count]) => `${name} ${count}`);
  return `${tasks} tasks, ${models} models, ${orders} orders; shares of ${frontier} alone ($${frontierCostPerResolved.toFixed(3)} per resolved, ${percent(summary.frontierWrong)} wrong); in brackets 5 to 95 % of the orders
${rules.map(row).join("\n")}
  ${"best fixed sequence".padEnd(22)} ${both(bestFixed)} in hindsight: ${bestFixed.sequence.join(" > ")}
  ${"fixed and as good".padEnd(22)} ${both(fixedAsGood)} in hindsight: ${fixedAsGood.sequence.join(" > ")}
  ${"oracle".padEnd(22)} cost per resolved ${percent(oracle.costPerResolved)}
  quotes: ${percent(quote.coverage)} inside low to high, likely off by ${percent(quote.bias)}; one decision ${summary.decisionMs} ms (median)
  tried: ${order.join(", ")}`;
}
