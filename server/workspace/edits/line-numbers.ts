import type { Place } from "./locate.ts";

/** 1-based lines on which the places begin; the places are in order. */
export function lineNumbers(text: string, places: readonly Place[]): readonly number[] {
  let line = 1;
  let newline = text.indexOf("\n");
  return places.map((place) => {
    for (; newline >= 0 && newline < place.start; newline = text.indexOf("\n", newline + 1)) line++;
    return line;
  });
}
