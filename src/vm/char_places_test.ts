import { assertEquals } from "@std/assert";
import { CharPlaces } from "./char_places.ts";
import { utf8Length } from "./text.ts";
import { Str } from "./value.ts";

const SIGNS = [..."aé€😀b\0ß𐍈"];

function textOf(length: number): { readonly str: Str; readonly chars: readonly string[] } {
  const chars = Array.from({ length }, (_, i) => SIGNS[(i * i + i) % SIGNS.length]);
  const text = chars.join("");
  return { str: new Str(1, text, utf8Length(text)), chars };
}

Deno.test("characters by number, in every order", () => {
  const { str, chars } = textOf(200);
  const orders = {
    forward: chars.map((_, i) => i),
    backward: chars.map((_, i) => chars.length - 1 - i),
    scattered: chars.map((_, i) => i * 73 % chars.length),
  };
  for (const [name, order] of Object.entries(orders)) {
    const places = new CharPlaces();
    assertEquals(order.map((i) => places.charAt(str, i)), order.map((i) => chars[i]), name);
    assertEquals(places.charAt(str, chars.length), undefined, name);
    assertEquals(places.charAt(str, 10 ** 9), undefined, name);
  }
});

Deno.test("a text that grew keeps its places", () => {
  const { str } = textOf(10);
  const places = new CharPlaces();
  assertEquals(places.charAt(str, 10), undefined);
  str.text += "é!";
  str.size += 3;
  assertEquals([places.charAt(str, 10), places.charAt(str, 11)], ["é", "!"]);
});

for (const texts of [1, 2, 4]) {
  Deno.test(`a loop over the characters of ${texts} texts takes a step for each`, () => {
    const all = Array.from({ length: texts }, () => textOf(5000).str);
    const places = new CharPlaces();
    for (let i = 0; i < 5000; i++) for (const str of all) places.charAt(str, i);
    for (let i = 4999; i >= 0; i--) for (const str of all) places.charAt(str, i);
    assertEquals(places.steps <= 2 * 5000 * texts, true, `${places.steps}`);
  });
}
