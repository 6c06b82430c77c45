/** `0.4 s`, `12 s`, `3:07 min` or `1:02:07 h`. */
export function duration(milliseconds: number): string {
  const size = Math.max(0, milliseconds);
  if (size < 1000) return `${(Math.floor(size / 100) / 10).toFixed(1)} s`;
  const whole = Math.floor(size / 1000);
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => value.toString().padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)} min`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)} h`;
}
