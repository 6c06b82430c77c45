export interface AtIntervals<Value> {
  push(value: Value): void;
  /** Sends what still waits. */
  flush(): void;
}

/** Sends the first value at once and then the latest one, never more often than every so many milliseconds. */
export function atIntervals<Value>(send: (value: Value) => void, milliseconds: number): AtIntervals<Value> {
  let waiting: { readonly value: Value } | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    const latest = waiting;
    waiting = undefined;
    clearTimeout(timer);
    timer = undefined;
    if (latest !== undefined) send(latest.value);
  };
  const later = (): void => {
    const hadOne = waiting !== undefined;
    flush();
    if (hadOne) timer = setTimeout(later, milliseconds);
  };
  return {
    push(value) {
      waiting = { value };
      if (timer !== undefined) return;
      flush();
      timer = setTimeout(later, milliseconds);
    },
    flush,
  };
}
