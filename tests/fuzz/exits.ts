/**
 * Programs that leave expressions in the middle while values with visible destructors are held: operands, elements, fields, captures,
 * matched values, collections. Each is compared with the model of the order (`tests/support/reference/drops`), which knows scopes and
 * owners, and none of the passes.
 */
import { CALLEES, PRELUDE } from "../support/drop_order.ts";
import { createRandom, pick, type Random } from "../support/mutate.ts";
import { faultOf, INTERPRETERS, type Verdicts } from "./faults.ts";
import type { Found } from "./programs.ts";
import type { SourceOptions } from "./sources.ts";

/** So many programs stand together in a file that is built natively. */
const NATIVE_BATCH = 20;

/** What is in reach. */
interface Place {
  /** Locals of type `N`, and of type `[N]`. */
  readonly values: readonly string[];
  readonly lists: readonly string[];
  readonly mutable: readonly string[];
  /** The exits that are possible here. */
  readonly exits: readonly string[];
  /** Conditions that do not hold always. */
  readonly conditions: readonly string[];
}

const START: Place = {
  values: [],
  lists: [],
  mutable: [],
  exits: ["absent()?", "no()"],
  conditions: ["yes()", "!yes()"],
};

const MORE_ITEMS = `
trait Holder { @held () -> int }
type Keeper = { x: N }
impl Keeper: Holder { @held (self) -> int = look(x: self.x); }
@ask () -> int uses Holder = Holder.held() + look(x: n(id: "asked"));
@same (x: N) -> N = x;
@first (a: N, b: N) -> N = a;
@either (which: bool, a: N, b: N) -> N = if which then a else b;
`;

/** Tries one program a seed on the engines without clang, and all of a batch natively. */
export async function* fuzzExits(
  { seed, goesOn }: SourceOptions,
  verdicts: Verdicts = { judged: 0, unjudged: 0 },
): AsyncGenerator<Found, number> {
  let count = 0;
  let batch: ExitProgram[] = [];
  while (goesOn(count)) {
    const program = exitProgram(seed + count++);
    const text = exitFileOf([program]);
    const fault = await faultOf(text, INTERPRETERS, verdicts);
    if (fault !== undefined) yield { seed: seed + count - 1, fault, text };
    else batch.push(program);
    if (batch.length < NATIVE_BATCH) continue;
    const together = exitFileOf(batch);
    batch = [];
    const differs = await faultOf(together);
    if (differs !== undefined) yield { seed: seed + count - 1, fault: differs, text: together };
  }
  return count;
}

/** A function and its name. */
export interface ExitProgram {
  readonly name: string;
  readonly items: string;
}

/** A file that calls them, each under `catch`. */
export function exitFileOf(programs: readonly ExitProgram[]): string {
  const calls = programs.map(({ name }) =>
    `    print(msg: "# ${name}");\n    print(msg: catch(expr: ${name}()).debug());\n`
  );
  const items = programs.map((program) => program.items).join("\n");
  return `${PRELUDE}${CALLEES}${MORE_ITEMS}${items}\n@main () -> void = {\n${calls.join("")}}\n`;
}

/** The program of a seed. */
export function exitProgram(seed: number): ExitProgram {
  const made = new ExitMaker(createRandom(seed));
  const name = `cell_${seed}`;
  const { text } = made.statements(START, 3);
  const result = made.int(START, 1);
  return { name, items: `@${name} () -> Option<int> = {\n${text}Some(${result})\n}\n` };
}

class ExitMaker {
  #names = 0;

  constructor(readonly random: Random) {}

  #fresh(prefix: string): string {
    return `${prefix}${++this.#names}`;
  }

  #some(chance: number): boolean {
    return this.random() < chance;
  }

  /** Statements, and what is in reach behind them. */
  statements(place: Place, depth: number): { readonly text: string; readonly place: Place } {
    let text = "";
    let inside = place;
    const count = 1 + Math.floor(this.random() * 3);
    for (let i = 0; i < count; i++) {
      const next = this.#statement(inside, depth - 1);
      text += `${next.text};\n`;
      inside = next.place;
    }
    return { text, place: inside };
  }

  #statement(place: Place, depth: number): { readonly text: string; readonly place: Place } {
    const name = this.#fresh("v");
    const forms: readonly (() => { readonly text: string; readonly place: Place })[] = [
      () => this.#local(place, name, depth),
      () => this.#local(place, name, depth),
      () => ({
        text: `let $${name} = ${this.list(place, depth)}`,
        place: { ...place, lists: [...place.lists, name] },
      }),
      () => ({ text: `let _ = ${this.int(place, depth)}`, place }),
      () => ({ text: `say(t: \`{(${this.int(place, depth)})}\`)`, place }),
      () => ({ text: this.value(place, depth), place }),
      () => this.#assignment(place, depth),
      () => ({ text: this.#loop(place, name, depth), place }),
      () => ({
        text: `if ${pick(this.random, place.conditions)} then {\n${
          this.statements(place, depth).text
        }}`,
        place,
      }),
      () => ({
        text: `let ($${name}a, $${name}b) = (${this.value(place, depth)}, ${
          this.value(place, depth)
        })`,
        place: { ...place, values: [...place.values, `${name}a`, `${name}b`] },
      }),
    ];
    return depth <= 0 ? this.#local(place, name, depth) : pick(this.random, forms)();
  }

  #local(place: Place, name: string, depth: number) {
    const isMutable = this.#some(0.5);
    return {
      text: `let ${isMutable ? "" : "$"}${name} = ${this.value(place, depth)}`,
      place: {
        ...place,
        values: [...place.values, name],
        mutable: isMutable ? [...place.mutable, name] : place.mutable,
      },
    };
  }

  #assignment(place: Place, depth: number) {
    const to = place.mutable.length === 0 ? undefined : pick(this.random, place.mutable);
    const value = this.value(place, depth);
    return { text: to === undefined ? `let _ = ${value}` : `${to} = ${value}`, place };
  }

  #loop(place: Place, name: string, depth: number): string {
    const label = this.#fresh("l");
    const inside: Place = {
      ...place,
      exits: [...place.exits, "break", "continue", `break:${label}`, `continue:${label}`],
    };
    const turning = { ...inside, conditions: [...place.conditions, `${name} == 1`] };
    const body = () => this.statements(turning, depth).text;
    const forms: readonly (() => string)[] = [
      () => `for:${label} ${name} in 0..3 do {\n${body()}}`,
      () => {
        const x: Place = { ...inside, values: [...inside.values, name] };
        return `for:${label} ${name} in ${this.list(place, depth)} do {\n${
          this.statements(x, depth).text
        }}`;
      },
      () => {
        // One that continues would turn for ever.
        const exits = place.exits.filter((exit) => exit !== "continue" && exit !== "break");
        const once = { ...place, exits: [...exits, "break", `break:${label}`] };
        return `loop:${label} {\n${this.statements(once, depth).text}break\n}`;
      },
    ];
    return pick(this.random, forms)();
  }

  /** An expression of type `N`. */
  value(place: Place, depth: number): string {
    const made = () => `n(id: "${this.#fresh("")}")`;
    if (place.values.length > 0 && this.#some(depth <= 0 ? 0.5 : 0.25)) {
      return pick(this.random, place.values);
    }
    if (this.#some(0.12)) return this.#exit(place, made());
    if (depth <= 0) return made();
    const inner = () => this.value(place, depth - 1);
    const condition = () => pick(this.random, place.conditions);
    const forms: readonly (() => string)[] = [
      made,
      made,
      () => `same(x: ${inner()})`,
      () => `first(a: ${inner()}, b: ${inner()})`,
      () => `first(b: ${inner()}, a: ${inner()})`,
      () => `either(which: ${condition()}, a: ${inner()}, b: ${inner()})`,
      () => `(${inner()} + ${inner()})`,
      () => `(if ${condition()} then ${inner()} else ${inner()})`,
      () => this.#block(place, depth),
      () => `(${inner()}, ${inner()}).${pick(this.random, ["0", "1"])}`,
      () => `[${inner()}, ${inner()}][${pick(this.random, ["0", "1"])}]`,
      () => `P { a: ${inner()}, b: ${inner()}, c: ${inner()} }.${pick(this.random, ["a", "c"])}`,
      () => `P { ...base(), b: ${inner()}, a: ${inner()} }.b`,
      () => `${this.list(place, depth - 1)}[0]`,
      () => `(Some(${inner()}) ?? ${inner()})`,
      () => `(absent() ?? ${inner()})`,
      () => `(Some(${inner()})?)`,
      () => this.#match(place, depth),
      () => `(() -> ${made()})()`,
      () => `chosen()(${inner()}, ${inner()}, ${inner()})[1]`,
    ];
    return pick(this.random, forms)();
  }

  /** Leaves, always or under a condition. */
  #exit(place: Place, otherwise: string): string {
    const exit = pick(this.random, place.exits);
    if (this.#some(0.3)) return exit;
    const condition = pick(this.random, place.conditions);
    return this.#some(0.5)
      ? `(if ${condition} then ${exit} else ${otherwise})`
      : `(if ${condition} then ${otherwise} else ${exit})`;
  }

  #block(place: Place, depth: number): string {
    const { text, place: inside } = this.statements(place, depth - 1);
    return `{\n${text}${this.value(inside, depth - 1)}\n}`;
  }

  /** The names that a pattern binds are looked at. */
  #match(place: Place, depth: number): string {
    const name = this.#fresh("m");
    const inner = () => this.value(place, depth - 1);
    const seen = `say(t: \`{look(x: ${name})}\`)`;
    const condition = pick(this.random, place.conditions);
    const forms: readonly string[] = [
      `match Some(${inner()}) { Some(${name}) -> { ${seen}; ${inner()} }, None -> ${inner()} }`,
      `match (${inner()}, ${condition}) { (${name}, true) -> { ${seen}; ${inner()} }, _ -> ${inner()} }`,
      `match [${inner()}, ${inner()}] { [${name}, ..] if look(x: ${name}) == 0 && ${condition} -> { ${seen}; ${inner()} }, _ -> ${inner()} }`,
      `match Some(${inner()}) { Some(${name}) -> ${name}, None -> ${inner()} }`,
    ];
    return `(${pick(this.random, forms)})`;
  }

  /** An expression of type `[N]`. */
  list(place: Place, depth: number): string {
    if (place.lists.length > 0 && this.#some(0.3)) return pick(this.random, place.lists);
    const inner = () => this.value(place, depth - 1);
    const i = this.#fresh("i");
    const turning: Place = {
      ...place,
      exits: ["absent()?", "no()", "break", "continue"],
      conditions: [...place.conditions, `${i} == 1`],
    };
    const forms: readonly (() => string)[] = [
      () => `[${inner()}]`,
      () => `[${inner()}, ${inner()}, ${inner()}]`,
      () => `keep(a: ${inner()}, b: ${inner()}, c: ${inner()})`,
      () => `keep(c: ${inner()}, a: ${inner()}, b: ${inner()})`,
      () => `[...[${inner()}], ${inner()}]`,
      () => `put(x: ${inner()})`,
      () => `[${inner()}].push(value: ${inner()})`,
      () => `(for ${i} in 0..3 yield ${this.value(turning, depth - 1)})`,
    ];
    return depth <= 0 ? `[${inner()}]` : pick(this.random, forms)();
  }

  /** An expression of type int, which looks at what it is made of. */
  int(place: Place, depth: number): string {
    const inner = () => this.value(place, depth - 1);
    const forms: readonly (() => string)[] = [
      () => `look(x: ${inner()})`,
      () => `four(a: ${inner()}, b: ${inner()}, c: ${inner()}, d: ${inner()})`,
      () => `four(c: ${inner()}, a: ${inner()}, d: ${inner()}, b: ${inner()})`,
      () => `${inner()}.with(b: ${inner()}, c: ${inner()})`,
      () => `${this.list(place, depth - 1)}.len()`,
      () => `(look(x: ${inner()}) + ${this.int(place, depth - 1)})`,
      () => `\`{look(x: ${inner()})} {look(x: ${inner()})}\`.len()`,
      () => this.#captured(place),
      () => `(with Holder = Keeper { x: ${inner()} } in ask() + look(x: ${inner()}))`,
      () => `{\n${this.statements(place, depth - 1).text}0\n}`,
    ];
    return depth <= 0 ? `look(x: ${inner()})` : pick(this.random, forms)();
  }

  /** A closure that looks at a local. */
  #captured(place: Place): string {
    if (place.values.length === 0) return "zero()";
    const name = pick(this.random, place.values);
    return pick(this.random, [
      `(() -> look(x: ${name}))()`,
      `[1, 2].map(transform: y -> y + look(x: ${name})).len()`,
    ]);
  }
}
