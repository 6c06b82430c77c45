import type { PropertyValues } from "lit";
import { html, type TemplateResult } from "lit";
import uPlot from "uplot";
import { limitNanoUsd } from "../../server/protocol/usd.ts";
import { PageElement } from "./page-element.ts";

export interface PlotSeries {
  readonly name: string;
  /** A custom property of the style sheet that holds the colour. */
  readonly color: string;
  /** Nano-dollars by column; undefined leaves a gap. */
  readonly values: readonly (bigint | undefined)[];
}

const height = 180;

/**
 * Money over time, as stacked bars or as a line. It is a picture only: the label says the main thing, and whoever uses it
 * puts a table beside it. Amounts become floating numbers here, where they are turned into pixels, and nowhere else.
 */
export class MoneyPlot extends PageElement {
  static override properties = {
    look: { attribute: false },
    columns: { attribute: false },
    series: { attribute: false },
    label: { attribute: false },
  };
  declare look: "bars" | "line";
  declare columns: readonly string[];
  declare series: readonly PlotSeries[];
  declare label: string;
  #plot: uPlot | undefined;
  readonly #sizes = new ResizeObserver(() => this.#fit());
  readonly #themes = new MutationObserver(() => this.#draw());

  protected override render(): TemplateResult {
    return html`<div class="plot" role="img" aria-label=${this.label}></div>`;
  }

  protected override updated(_: PropertyValues): void {
    this.#draw();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.#themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#themes.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #fit(): void {
    const width = this.clientWidth;
    if (this.#plot !== undefined && width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height });
  }

  #draw(): void {
    const place = this.querySelector<HTMLElement>(".plot");
    if (place === null || this.clientWidth === 0) return;
    this.#plot?.destroy();
    const data = [this.columns.map((_, index) => index), ...this.#values()];
    this.#plot = new uPlot(this.#options(), data as uPlot.AlignedData, place);
  }

  /** Stacked, the uppermost first, so that each bar covers the foot of the one behind it. */
  #values(): (number | null)[][] {
    const dollars = (value: bigint | undefined) => (value === undefined ? null : Number(value) / 1e9);
    if (this.look === "line") return this.series.map(({ values }) => values.map(dollars));
    const sums = this.columns.map(() => 0n);
    const stacked = this.series.map(({ values }) =>
      values.map((value, column) => {
        const sum = (sums[column] ?? 0n) + (value ?? 0n);
        sums[column] = sum;
        return dollars(sum);
      }),
    );
    return stacked.toReversed();
  }

  #options(): uPlot.Options {
    const style = getComputedStyle(this);
    const color = (name: string) => style.getPropertyValue(name).trim() || style.color;
    const series = this.look === "line" ? this.series : this.series.toReversed();
    const axis = {
      stroke: color("--quiet-text"),
      grid: { stroke: color("--grid"), width: 1 },
      ticks: { show: false },
      font: `11px ${style.fontFamily}`,
    };
    return {
      width: this.clientWidth,
      height,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [-0.5, Math.max(0.5, this.columns.length - 0.5)] },
        y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          space: 56,
          size: 28,
          incrs: [1, 2, 5, 7, 10, 14, 15, 20, 30],
          values: (_, splits) => splits.map((at) => this.columns[at] ?? ""),
        },
        { ...axis, size: 64, values: (_, splits) => splits.map(dollarsText) },
      ],
      series: [{}, ...series.map((each) => this.#seriesOptions(color(each.color)))],
    };
  }

  #seriesOptions(color: string): uPlot.Series {
    if (this.look === "line") {
      return { stroke: color, width: 2, spanGaps: true, points: { show: true, size: 5, fill: color, stroke: color } };
    }
    const paths = uPlot.paths.bars?.({ size: [0.7, 48] });
    return { fill: color, width: 0, points: { show: false }, ...(paths === undefined ? {} : { paths }) };
  }
}

function dollarsText(value: number): string {
  return limitNanoUsd(BigInt(Math.round(value * 1e9)).toString());
}

customElements.define("stepladder-money-plot", MoneyPlot);
