/** Random well-typed programs: the same for the same seed. */
import { createRandom, pick } from "../support/mutate.ts";
import { Expressions } from "./expressions.ts";
import { addDrop, addGroup, addTraitOverGeneric, type ItemMaker } from "./features.ts";
import { COMMON_ITEMS, parseRow } from "./rows.ts";
import { EMPTY_SCOPE, type Variable, withVariables } from "./scope.ts";
import { block, statements } from "./statements.ts";
import { named, type Type, typeText } from "./types.ts";

/** The items of one program; many can stand in a file. */
export interface GeneratedProgram {
  readonly seed: number;
  readonly items: string;
  /** The function that runs it. */
  readonly entry: string;
}

/** How many groups of statements a program runs. */
const PARTS = 2;
const INT = named("int");
const STR = named("str");

/** The program of a seed. */
export function generateProgram(seed: number): GeneratedProgram {
  return new ProgramMaker(seed).make();
}

/** A file that runs programs one after the other, each under `catch`. */
export function fileOf(programs: readonly GeneratedProgram[]): string {
  const calls = programs.map(({ seed, entry }) =>
    `    print(msg: "== ${seed}");\n` +
    `    match catch(expr: ${entry}()) { Ok(_) -> (), Err(m) -> print(msg: "panic: " + m) };\n`
  );
  return `${COMMON_ITEMS}${itemsOf(programs)}\n@main () -> void = {\n${calls.join("")}}\n`;
}

/** The same in three files: what all programs use, their own items, and what runs them. */
export function moduleFilesOf(
  programs: readonly GeneratedProgram[],
): Readonly<Record<string, string>> {
  const main = fileOf(programs).slice(`${COMMON_ITEMS}${itemsOf(programs)}`.length);
  const common = COMMON_ITEMS.replaceAll(/^(?=@|type )/gm, "pub ");
  const names = [...COMMON_ITEMS.matchAll(/^(?:@|type )(\w+)/gm)].map(([, name]) => name);
  const entries = programs.map(({ entry }) => entry);
  return {
    "main.ori": `use "./items" { ${entries.join(", ")} };\n${main}`,
    "items.ori": `use "./common" { ${names.join(", ")} };\n` +
      itemsOf(programs).replaceAll(/^(?=@|type |trait )/gm, "pub "),
    "common.ori": common,
  };
}

function itemsOf(programs: readonly GeneratedProgram[]): string {
  return programs.map((p) => p.items).join("\n");
}

class ProgramMaker {
  readonly #made: Expressions;
  readonly #items: string[] = [];
  /** What a call of the next function may cost. */
  #cost = 8;
  /** How deep expressions nest; most programs are small, so that there are many. */
  readonly #depth: number;

  constructor(readonly seed: number) {
    const made: Expressions = new Expressions(
      createRandom(seed),
      (scope, type, depth) => block(made, scope, type, depth),
    );
    this.#made = made;
    this.#depth = made.random() < 0.25 ? 3 : 2;
  }

  make(): GeneratedProgram {
    const { random } = this.#made;
    const some = (chance: number, make: () => void) => {
      if (random() < chance) make();
    };
    some(0.6, () => this.#struct());
    some(0.4, () => this.#sum());
    some(0.3, () => this.#struct());
    some(0.12, () => addDrop(this.#maker()));
    some(0.3, () => this.#trait());
    some(0.2, () => addTraitOverGeneric(this.#maker()));
    some(0.3, () => this.#generic());
    some(0.3, () => this.#recursion());
    const functions = Math.floor(random() * 3);
    for (let i = 0; i < functions; i++) this.#function();
    const entry = this.#entry();
    return { seed: this.seed, items: this.#items.join("\n") + "\n", entry };
  }

  /** Runs parts one after the other; each can panic without an end to the others. */
  #entry(): string {
    const parts = Array.from({ length: PARTS }, () => {
      const part = this.#name("part");
      const { text } = statements(this.#made, EMPTY_SCOPE, this.#depth);
      this.#items.push(`@${part} () -> void = {\n${text}}`);
      return `print(msg: catch(expr: ${part}()).debug());\n`;
    });
    const entry = this.#name("main");
    this.#items.push(`@${entry} () -> void = {\n${parts.join("")}}`);
    return entry;
  }

  #maker(): ItemMaker {
    return {
      made: this.#made,
      items: this.#items,
      name: (prefix) => this.#name(prefix),
      row: (line) => this.#row(line),
    };
  }

  #name(prefix: string): string {
    return this.#made.fresh(`${prefix}_${this.seed}_`);
  }

  #row(line: string): void {
    this.#made.rows.push(parseRow(line, this.#cost));
  }

  #derive(isData: boolean, isKey: boolean): string {
    if (!isData) return "";
    return isKey ? "#derive(Eq, Hashable, Debug, Clone)\n" : "#derive(Eq, Debug, Clone)\n";
  }

  #declare(name: string, types: readonly Type[], isRecursive: boolean): string {
    const { kinds } = this.#made;
    const isData = types.every((t) => kinds.isData(t));
    const isKey = types.every((t) => kinds.isKey(t));
    kinds.declared.push({ type: named(name), isData, isKey, isRecursive });
    return this.#derive(isData, isKey);
  }

  #struct(): void {
    const { kinds, random } = this.#made;
    const name = this.#name("P");
    const count = 1 + Math.floor(random() * 3);
    const fields = Array.from({ length: count }, (_, i) => [`f${i}`, kinds.any(2)] as const);
    const isRecursive = fields.some(([, type]) => kinds.isRecursive(type));
    const derive = this.#declare(name, fields.map(([, type]) => type), isRecursive);
    this.#items.push(
      `${derive}type ${name} = { ${fields.map(([f, t]) => `${f}: ${typeText(t)}`).join(", ")} }`,
    );
    this.#made.fields.set(name, fields);
    const values = fields.map(([f, t]) => `${f}: «${typeText(t)}»`);
    // In parentheses: it may be in a condition.
    this.#row(`2x ${name} <- (${name} { ${values.join(", ")} })`);
    for (const [f, type] of fields) this.#row(`2x ${typeText(type)} <- «${name}».${f}`);
    const [[f, t] = ["f0", INT]] = fields;
    this.#items.push(
      `impl ${name} { @swap_${f} (self, v: ${typeText(t)}) -> ${typeText(t)} = ` +
        `{ let $old = self.${f}; self.${f} = v; old } }`,
    );
    const swap = `m.swap_${f}(v: «${typeText(t)}»)`;
    this.#row(`2x ${typeText(t)} <- { let m = «${name}»; m.${f} = ${swap}; ${swap} }`);
    this.#row(`${name} <- { let m = «${name}»; let $_old = ${swap}; m }`);
    this.#row(
      `${name} <- { let ms = [«${name}», «${name}»]; let $_old = ms[1].swap_${f}(v: ms[0].${f}); ms[1] }`,
    );
    this.#row(`${name} <- (${name} { ...«${name}», ${f}: «${typeText(t)}» })`);
  }

  /** A sum that holds itself: a list or a tree. */
  #sum(): void {
    const { kinds, random } = this.#made;
    const [name, leaf, node, empty] = ["S", "Leaf", "Node", "Empty"].map((n) => this.#name(n));
    if (name === undefined || node === undefined) throw new Error("names are missing");
    const isTree = random() < 0.5;
    const value = kinds.any(1);
    const other = kinds.any(1);
    const derive = this.#declare(name, [value, other], true);
    const v = typeText(value);
    const o = typeText(other);
    const rest = isTree
      ? `left: ${name}, value: ${v}, right: ${name}`
      : `value: ${v}, rest: ${name}`;
    this.#items.push(
      `${derive}type ${name} = ${leaf}(only: ${o}) | ${node}(${rest}) | ${empty};`,
    );
    this.#row(`${name} <- ${leaf}(only: «${o}»)`);
    this.#row(`${name} <- ${empty}`);
    const small = `${leaf}(only: «${o}»)`;
    const parts = isTree
      ? random() < 0.5
        ? `left: ${small}, value: «${v}», right: «${name}»`
        : `left: «${name}», value: «${v}», right: ${empty}`
      : `value: «${v}», rest: «${name}»`;
    this.#row(`3x ${name} <- ${node}(${parts})`);
    this.#sumFunctions(name, { leaf, node, empty, v, o, isTree });
  }

  /** A count of the nodes, a copy with changed values. */
  #sumFunctions(
    name: string,
    sum: {
      readonly leaf: string | undefined;
      readonly node: string;
      readonly empty: string | undefined;
      readonly v: string;
      readonly o: string;
      readonly isTree: boolean;
    },
  ): void {
    const { leaf, node, empty, v, isTree } = sum;
    const count = this.#name("count");
    const map = this.#name("map");
    const pattern = isTree ? `${node}(l, v, r)` : `${node}(v, r)`;
    this.#items.push(
      `@${count} (t: ${name}) -> int = match t {\n${leaf}(_) -> 1,\n` +
        `${pattern.replace("v", "_")} -> 1 + ${
          isTree ? `${count}(t: l) + ` : ""
        }${count}(t: r),\n` +
        `${empty} -> 0 };`,
      `@${map} (t: ${name}, f: (${v}) -> ${v}) -> ${name} = match t {\n` +
        `${pattern} -> ${node}(${
          isTree
            ? `left: ${map}(t: l, f:), value: f(v), right: ${map}(t: r, f:)`
            : `value: f(v), rest: ${map}(t: r, f:)`
        }),\nother -> other };`,
    );
    this.#row(`int <- ${count}(t: «${name}»)`);
    this.#row(`2x ${name} <- ${map}(t: «${name}», f: «(${v}) -> ${v}»)`);
    const found = `match «${name}» { ${pattern} -> Some(v), _ -> None }`.replace(
      /\b[lr]\b(?=[,)])/g,
      "_",
    );
    this.#row(`Option<${v}> <- (${found})`);
  }

  /** A trait, types that implement it, objects of it. */
  #trait(): void {
    const { kinds, random } = this.#made;
    const name = this.#name("Tr");
    const [tag, text, wrap] = ["tag", "text", "wrap"].map((n) => this.#name(n));
    this.#items.push(
      `trait ${name} { @${tag} (self, n: int) -> int; @${text} (self) -> str = \`<{self.${tag}(n: 1)}>\`; }`,
      `@${wrap} (x: ${name}) -> ${name} = x;`,
    );
    const own = kinds.declared.filter((d) => this.#made.fields.has(typeText(d.type)));
    const types = [INT, STR, ...own.map((d) => d.type)];
    const self = (type: Type): Variable => ({ name: "self", type, isMutable: false });
    const n: Variable = { name: "n", type: INT, isMutable: false };
    for (const type of types) {
      const scope = withVariables(EMPTY_SCOPE, self(type), n);
      const methods = [`@${tag} (self, n: int) -> int = ${this.#made.make(scope, INT, 2)};`];
      if (random() < 0.5) {
        const own = withVariables(EMPTY_SCOPE, self(type));
        methods.push(`@${text} (self) -> str = ${this.#made.make(own, STR, 2)};`);
      }
      this.#items.push(`impl ${typeText(type)}: ${name} { ${methods.join(" ")} }`);
    }
    kinds.declared.push({ type: named(name), isData: false, isKey: false, isRecursive: true });
    for (const type of types) {
      const t = typeText(type);
      this.#row(`${name} <- ${wrap}(x: «${t}»)`);
      this.#row(`int <- «${t}».${tag}(n: «int»)`);
      this.#row(`str <- clip(s: «${t}».${text}())`);
    }
    this.#row(`3x int <- «${name}».${tag}(n: «int»)`);
    this.#row(`3x str <- clip(s: «${name}».${text}())`);
    if (tag === undefined || text === undefined || wrap === undefined) throw new Error("no names");
    if (random() < 0.5) addGroup(this.#maker(), { trait: name, tag, text, wrap });
  }

  #generic(): void {
    const { random } = this.#made;
    const name = this.#name("gen");
    const t = named("T");
    const list: Type = { kind: "list", element: t };
    const option = named("Option", t);
    const params: Variable[] = [
      { name: "a", type: t, isMutable: false },
      { name: "b", type: list, isMutable: false },
      { name: "f", type: { kind: "fn", params: [t], result: t }, isMutable: false },
    ];
    const result = pick(random, [t, list, option, named("Result", t, STR)]);
    const scope = withVariables(EMPTY_SCOPE, ...params);
    const listed = params.map((p) => `${p.name}: ${typeText(p.type)}`).join(", ");
    this.#items.push(
      `@${name}<T> (${listed}) -> ${typeText(result)} = ${block(this.#made, scope, result, 2)}`,
    );
    const open = typeText(result).replace(/\bT\b/, "$T");
    this.#row(`2x ${open} <- ${name}(a: «$T», b: «[$T]», f: «($T) -> $T»)`);
    this.#cost *= 2;
  }

  /** A loop as a function that calls itself. */
  #recursion(): void {
    const { kinds } = this.#made;
    const name = this.#name("rec");
    const type = kinds.any(2);
    const t = typeText(type);
    const scope = withVariables(
      EMPTY_SCOPE,
      { name: "n", type: INT, isMutable: false },
      { name: "acc", type, isMutable: false },
    );
    const next = this.#made.make({ ...scope, weight: 4 }, type, 2);
    const call = this.#made.random() < 0.5
      ? `${name}(n: n - 1, acc: ${next})`
      : `{ let $inner = ${name}(n: n - 1, acc:); let $acc = inner; ${next} }`;
    this.#items.push(`@${name} (n: int, acc: ${t}) -> ${t} = if n <= 0 then acc else ${call};`);
    this.#cost *= 3;
    this.#row(`2x ${t} <- ${name}(n: 3, acc: «${t}»)`);
  }

  #function(): void {
    const { kinds, random } = this.#made;
    const name = this.#name("f");
    const params = Array.from({ length: Math.floor(random() * 3) }, (_, i): Variable => ({
      name: `a${i}`,
      type: kinds.any(2),
      isMutable: false,
    }));
    const plain = kinds.any(2);
    const isFallible = random() < 0.35;
    const result = isFallible ? named("Result", plain, STR) : plain;
    const failsWith = result.kind !== "name"
      ? undefined
      : result.name === "Result" && typeText(result).endsWith(", str>")
      ? "Result"
      : result.name === "Option"
      ? "Option"
      : undefined;
    const scope = withVariables({ ...EMPTY_SCOPE, failsWith }, ...params);
    const listed = params.map((p) => `${p.name}: ${typeText(p.type)}`).join(", ");
    this.#items.push(
      `@${name} (${listed}) -> ${typeText(result)} = ${
        block(this.#made, scope, result, this.#depth)
      }`,
    );
    this.#cost *= 3;
    const values = params.map((p) => `${p.name}: «${typeText(p.type)}»`).join(", ");
    this.#row(`4x ${typeText(result)} <- ${name}(${values})`);
  }
}
