import type { Fault, PlannedFault } from "./scenario.ts";

/** Faults by number of the request, and faults that strike a turn only so many times. */
export class FaultPlan {
  private readonly planned: { readonly fault: PlannedFault; left: number }[] = [];
  private readonly struck = new Map<string, number>();
  private readonly requests = new Map<string, number>();

  constructor(faults: readonly PlannedFault[]) {
    for (const fault of faults) this.plan(fault);
  }

  plan(fault: PlannedFault): void {
    this.planned.push({ fault, left: fault.times ?? 1 });
  }

  /** Call once per chat request: it counts. */
  next(model: string): Fault | undefined {
    const number = (this.requests.get(model) ?? 0) + 1;
    this.requests.set(model, number);
    const due = this.planned.find(
      ({ fault, left }) =>
        left > 0 && (fault.model === "*" || fault.model === model) && number >= (fault.request ?? number),
    );
    if (due === undefined) return undefined;
    due.left--;
    return due.fault.fault;
  }

  /** The fault that a turn carries itself, unless it has struck often enough. */
  ofTurn(place: string, fault: Fault | undefined, times: number | undefined): Fault | undefined {
    if (fault === undefined || times === undefined) return fault;
    const struck = this.struck.get(place) ?? 0;
    if (struck >= times) return undefined;
    this.struck.set(place, struck + 1);
    return fault;
  }
}
