/** `0.4s`, `12s`, `3:07` or `1:02:07`. */
export function duration(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / 1000));
  if (milliseconds < 1000) return `${(Math.max(0, Math.floor(milliseconds / 100)) / 10).toFixed(1)}s`;
  if (whole < 60) return `${whole}s`;
  const two = (value: number) => value.toString().padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
