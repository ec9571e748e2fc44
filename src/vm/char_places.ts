/** Where code points of texts that are not ASCII lie, so that a loop over `s[i]` does not walk from the start each time. */
import { isAscii } from "./text.ts";
import type { Str } from "./value.ts";

/** Texts that are remembered at one time. */
const PLACES = 4;

interface Place {
  readonly str: Str;
  /** A code point, and the unit at which it begins. */
  index: number;
  unit: number;
}

/** The places found last, of one run. */
export class CharPlaces {
  readonly #places: Place[] = [];
  #next = 0;
  /** Code points that were passed on the way to others. */
  steps = 0;

  /** The character number `index` (from 0) of `s`, or undefined beyond the end. */
  charAt(s: Str, index: number): string | undefined {
    if (isAscii(s)) return s.text[index];
    if (index >= s.text.length) return undefined;
    const place = this.#placeOf(s);
    if (index < place.index / 2) [place.index, place.unit] = [0, 0];
    const { text } = s;
    while (place.index < index && place.unit < text.length) this.#step(place, text);
    while (place.index > index) this.#stepBack(place, text);
    if (place.unit >= text.length) return undefined;
    return String.fromCodePoint(text.codePointAt(place.unit) as number);
  }

  /** The text of a str grows at its end, so that a place in it stays right. */
  #placeOf(str: Str): Place {
    const known = this.#places.find((place) => place.str === str);
    if (known !== undefined) return known;
    const place = { str, index: 0, unit: 0 };
    this.#places[this.#next] = place;
    this.#next = (this.#next + 1) % PLACES;
    return place;
  }

  #step(place: Place, text: string): void {
    place.unit += isHighSurrogate(text.charCodeAt(place.unit)) ? 2 : 1;
    place.index++;
    this.steps++;
  }

  #stepBack(place: Place, text: string): void {
    place.unit -= isLowSurrogate(text.charCodeAt(place.unit - 1)) ? 2 : 1;
    place.index--;
    this.steps++;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
