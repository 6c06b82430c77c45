import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";

export interface BarPart {
  readonly className: string;
  readonly amount: bigint;
}

/** A bar whose parts stand beside each other, as shares of `full`. The text beside it says the same. */
export function bar(parts: readonly BarPart[], full: bigint): TemplateResult {
  const shares = sharesOf(
    parts.map(({ amount }) => amount),
    full,
  );
  return html`<span class="bar" aria-hidden="true">${parts.map((part, index) => partOf(part.className, shares[index] ?? 0))}</span>`;
}

function partOf(className: string, permille: number): TemplateResult {
  // A style attribute would be stopped by the page's content policy; a property is not.
  const set = (element: Element | undefined) => {
    if (element instanceof HTMLElement) element.style.width = `${permille / 10}%`;
  };
  return html`<span class=${className} ${ref(set)}></span>`;
}

/** In thousandths of the whole, together at most 1,000; what is not nothing can be seen. */
export function sharesOf(amounts: readonly bigint[], full: bigint): readonly number[] {
  let left = 1000;
  return amounts.map((amount) => {
    if (amount <= 0n) return 0;
    const exact = full <= 0n ? 1000 : Number((amount * 1000n) / full);
    const share = Math.min(left, Math.max(5, exact));
    left -= share;
    return share;
  });
}
