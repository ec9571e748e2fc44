/** Random expressions of a given type. */
import { pick, type Random } from "../support/mutate.ts";
import { Kinds } from "./kinds.ts";
import { literal } from "./literals.ts";
import { type Row, ROWS } from "./rows.ts";
import { inCatch, inLambda, type Scope, type Variable, withVariables } from "./scope.ts";
import { type Bindings, matches, named, substitute, type Type, typeText } from "./types.ts";

/** Past so many rounds nothing more is called in a loop. */
const WEIGHT_LIMIT = 400;
/** How often a lambda is taken to be called. */
const CALLS = 5;

/** Makes the text of expressions; statements of blocks come from `block`. */
export class Expressions {
  readonly kinds: Kinds;
  readonly rows: Row[] = [...ROWS];
  /** The fields of declared structs. */
  readonly fields = new Map<string, readonly (readonly [string, Type])[]>();
  #names = 0;

  constructor(
    readonly random: Random,
    readonly block: (scope: Scope, type: Type, depth: number) => string,
  ) {
    this.kinds = new Kinds(random);
  }

  fresh(prefix: string): string {
    return `${prefix}${++this.#names}`;
  }

  /** An expression of `type` that can stand wherever an operand can. */
  make(scope: Scope, type: Type, depth: number): string {
    const known = scope.variables.filter((v) => typeText(v.type) === typeText(type));
    if (known.length > 0 && this.random() < (depth <= 0 ? 0.9 : 0.4)) {
      return pick(this.random, known).name;
    }
    if (depth <= 0) return this.#leaf(scope, type);
    const chance = this.random();
    if (chance < 0.08) return this.#choice(scope, type, depth);
    if (chance < 0.2) return this.#match(scope, type, depth);
    if (chance < 0.26) return `(${this.block(scope, type, depth - 1)})`;
    if (chance < 0.3 && scope.failsWith !== undefined) return this.#question(scope, type, depth);
    if (chance < 0.85) {
      const made = this.#row(scope, type, depth);
      if (made !== undefined) return made;
    }
    return this.#leaf(scope, type, depth);
  }

  #leaf(scope: Scope, type: Type, depth = 0): string {
    if (type.kind === "fn") return this.lambda(scope, type, Math.max(depth, 1), true);
    return literal(this, scope, type, depth);
  }

  /** A lambda; its parameters have types where the place does not give them. */
  lambda(scope: Scope, type: Type & { kind: "fn" }, depth: number, isTyped: boolean): string {
    const params = type.params.map((t): Variable => {
      return { name: this.fresh("p"), type: t, isMutable: false };
    });
    const body = this.make(inLambda(scope, params, CALLS), type.result, depth - 1);
    const names = params.map((p) => isTyped ? `${p.name}: ${typeText(p.type)}` : p.name);
    const result = isTyped ? ` -> ${typeText(type.result)} = ` : " -> ";
    return `((${names.join(", ")})${result}${body})`;
  }

  #choice(scope: Scope, type: Type, depth: number): string {
    const condition = this.make(scope, named("bool"), depth - 1);
    const then = this.make(scope, type, depth - 1);
    return `(if ${condition} then ${then} else ${this.make(scope, type, depth - 1)})`;
  }

  #question(scope: Scope, type: Type, depth: number): string {
    const wrapped = scope.failsWith === "Option"
      ? named("Option", type)
      : named("Result", type, named("str"));
    return `(${this.make(scope, wrapped, depth - 1)}?)`;
  }

  /** A match that binds what it takes apart. */
  #match(scope: Scope, type: Type, depth: number): string {
    const element = this.kinds.any(1);
    const arm = (pattern: string, ...bound: readonly (readonly [string, Type])[]) => {
      const added = bound.map(([name, t]): Variable => ({ name, type: t, isMutable: false }));
      return `${pattern} -> ${this.make(withVariables(scope, ...added), type, depth - 1)}`;
    };
    const a = this.fresh("m");
    const b = this.fresh("m");
    const list: Type = { kind: "list", element };
    const forms: readonly (() => [Type, readonly string[]])[] = [
      () => [named("Option", element), [arm(`Some(${a})`, [a, element]), arm("None")]],
      () => [
        named("Result", element, named("str")),
        [arm(`Ok(${a})`, [a, element]), arm(`Err(${b})`, [b, named("str")])],
      ],
      () => [list, [
        arm("[]"),
        arm(`[${a}]`, [a, element]),
        arm(`[${a}, ..${b}]`, [a, element], [b, list]),
      ]],
      () => [{ kind: "tuple", parts: [element, list] }, [arm(`(${a}, ${b})`, [a, element], [
        b,
        list,
      ])]],
      () => [named("int"), [
        arm("0"),
        arm("1 | 2"),
        arm(`${a} if ${a} > 50`, [a, named("int")]),
        arm("_"),
      ]],
      () => [named("str"), [arm('""'), arm('"a"'), arm(`${a}`, [a, named("str")])]],
      () => [named("bool"), [arm("true"), arm("false")]],
      () => [named("Option", list), [
        arm(`Some([${a}, ..])`, [a, element]),
        arm(`Some(${b})`, [b, list]),
        arm("None"),
      ]],
    ];
    const [subject, arms] = pick(this.random, forms)();
    return `(match (${this.make(scope, subject, depth - 1)}) { ${arms.join(", ")} })`;
  }

  /** One of the forms of the table that give `type`. */
  #row(scope: Scope, type: Type, depth: number): string | undefined {
    const fitting: { row: Row; bindings: Bindings }[] = [];
    for (const row of this.rows) {
      if (row.cost * scope.weight > WEIGHT_LIMIT) continue;
      const bindings: Bindings = new Map();
      if (!matches(row.result, type, bindings)) continue;
      if (![...bindings].every(([name, bound]) => this.kinds.fits(name, bound))) continue;
      for (let i = 0; i < row.weight; i++) fitting.push({ row, bindings });
    }
    if (fitting.length === 0) return undefined;
    const first = pick(this.random, fitting);
    const { row, bindings } = first.row.canPanic && this.random() > 0.1
      ? pick(this.random, fitting)
      : first;
    return this.fill(scope, row, bindings, depth - 1);
  }

  /** The text of a row with expressions in its holes. */
  fill(scope: Scope, row: Row, bindings: Bindings, depth: number): string {
    let text = "";
    for (const part of row.parts) {
      if (typeof part === "string") {
        text += part;
        continue;
      }
      const type = substitute(part, bindings, (name) => this.kinds.choose(name));
      const isArgument = /(transform|predicate|op): $/.test(text);
      text += type.kind === "fn" && isArgument && this.random() < 0.6
        ? this.lambda(scope, type, depth, this.random() < 0.2)
        : this.make(text.endsWith("catch(expr: ") ? inCatch(scope) : scope, type, depth);
    }
    return text;
  }
}
