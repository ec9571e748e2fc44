/** Programs with small random faults, the same for the same seed. */
import { SourceMap } from "../../src/base/mod.ts";
import { Diagnostics } from "../../src/diagnostics/mod.ts";
import { lex } from "../../src/syntax/mod.ts";

/** Numbers in [0, 1): "mulberry32", a generator with 32 bits of state. */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<E>(random: Random, from: readonly E[]): E {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
}

/** A text and where its tokens start and end. */
export interface Tokenized {
  readonly text: string;
  readonly tokens: readonly (readonly [number, number])[];
}

export function tokenize(text: string): Tokenized {
  const { count, starts, ends } = lex(new SourceMap().add("mutant.ori", text), new Diagnostics());
  const tokens = Array.from(
    { length: count - 1 },
    (_, i) => [starts[i] ?? 0, ends[i] ?? 0] as const,
  );
  return { text, tokens };
}

/** What is put in where it may not belong. */
const FRAGMENTS = (
  "( ) { } [ ] < > , ; : -> = | .. ..= ? ?? self Self Never void let $ @ # if match loop break " +
  "continue yield type impl trait 1 1.5 \"s\" 'c' None Some( Option< `{ }` _ x T int as for in do " +
  "try use pub 0 ~ ! - then else extend where with tests 99999999999999999999 0x \\ \" '"
).split(" ");

/** `program` after one to six random edits, with tokens taken from `others` as well. */
export function mutate(
  program: Tokenized,
  others: readonly Tokenized[],
  random: Random,
): string {
  let current = program;
  const edits = 1 + Math.floor(random() * random() * 6);
  for (let i = 0; i < edits && current.tokens.length > 2; i++) {
    current = tokenize(mutateOnce(current, others, random));
  }
  return current.text;
}

function mutateOnce({ text, tokens }: Tokenized, others: readonly Tokenized[], random: Random) {
  const [start, end] = pick(random, tokens);
  const [otherStart, otherEnd] = pick(random, tokens);
  const chance = random();
  const replaceBy = (by: string) => text.slice(0, start) + by + text.slice(end);
  if (chance < 0.25) return replaceBy("");
  if (chance < 0.35) return replaceBy(`${text.slice(start, end)} ${text.slice(start, end)}`);
  if (chance < 0.5) return replaceBy(text.slice(otherStart, otherEnd));
  if (chance < 0.65) {
    const other = pick(random, others);
    const [from, to] = pick(random, other.tokens);
    return replaceBy(other.text.slice(from, to));
  }
  if (chance < 0.85) return replaceBy(pick(random, FRAGMENTS));
  if (chance < 0.92) return replaceBy(`${text.slice(start, end)} ${pick(random, FRAGMENTS)}`);
  if (chance < 0.95) return text.slice(0, start);
  return text.slice(0, start) + text.slice(Math.min(start + 200, otherEnd));
}
