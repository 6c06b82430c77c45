/** Text that is put into JSON as it stands, so that faults can be written that no serialiser would produce. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function toJson(value: unknown): string {
  const raws: string[] = [];
  const json = JSON.stringify(value, (_key, part: unknown) => {
    if (!(part instanceof RawJson)) return part;
    raws.push(part.text);
    return `\uE000raw${raws.length - 1}\uE000`;
  });
  return json.replaceAll(/"\uE000raw(\d+)\uE000"/g, (_match, index: string) => raws[Number(index)] ?? "null");
}
