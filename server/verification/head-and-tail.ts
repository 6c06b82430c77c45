/** Keeps head and tail and says how much is missing between them: errors stand at the end of a log, causes at its start. */
export function headAndTail(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.max(0, Math.floor((most - 60) / 2));
  return `${text.slice(0, half).toWellFormed()}\n… ${text.length - 2 * half} characters left out …\n${half === 0 ? "" : text.slice(-half).toWellFormed()}`;
}
