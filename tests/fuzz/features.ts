/** Parts of generated programs in which features meet: traits over generics, recursion through trait objects, impls of Drop. */
import type { Expressions } from "./expressions.ts";
import { EMPTY_SCOPE, type Variable, withVariables } from "./scope.ts";
import { named, type Type, typeText } from "./types.ts";

/** What adds items and forms of expressions to a program. */
export interface ItemMaker {
  readonly made: Expressions;
  readonly items: string[];
  /** A name that no other item has. */
  name(prefix: string): string;
  /** Adds a form of expression (`parseRow`). */
  row(line: string): void;
}

const INT = named("int");

/** A generic struct, and a trait that it implements where its parameter does. */
export function addTraitOverGeneric({ made, items, name, row }: ItemMaker): void {
  const [trait, box, size, grow, use] = ["Gt", "Box", "size", "grow", "use"].map((n) => name(n));
  const self: Variable = { name: "self", type: INT, isMutable: false };
  const ofInt = made.make(withVariables(EMPTY_SCOPE, self), INT, 2);
  items.push(
    `trait ${trait} { @${size} (self) -> int; @${grow} (self) -> [int] = [self.${size}(), 1]; }`,
    `impl int: ${trait} { @${size} (self) -> int = ${ofInt}; }`,
    `impl str: ${trait} { @${size} (self) -> int = self.len(); @${grow} (self) -> [int] = [self.len(), 2]; }`,
    `impl<T: ${trait}> [T]: ${trait} { @${size} (self) -> int = self.fold(initial: 0, op: (a, x) -> (a + x.${size}() % 1000) % 1000); }`,
    `type ${box}<T> = { item: T, rest: [T] }`,
    `impl<T: ${trait}> ${box}<T>: ${trait} { @${size} (self) -> int = (self.item.${size}() % 1000) + self.rest.${size}(); }`,
    `@${use}<T: ${trait}> (x: T) -> int = x.${size}() % 1000 + x.${grow}().len();`,
  );
  for (const type of ["int", "str"]) {
    const boxed = `${box} { item: «${type}», rest: «[${type}]» }`;
    row(`int <- ${use}(x: ${boxed})`);
    row(`int <- ${use}(x: [${boxed}, ${boxed}])`);
    row(`${type} <- (${boxed}).item`);
  }
  row(`[int] <- («[str]».${grow}())`);
}

/** A type that implements `trait` by the objects of it that it holds: `tag` and `text` are the methods. */
export function addGroup(
  { items, name, row }: ItemMaker,
  { trait, tag, text, wrap }: Readonly<Record<"trait" | "tag" | "text" | "wrap", string>>,
): void {
  const group = name("Group");
  items.push(
    `type ${group} = { own: int, kids: [${trait}], last: Option<${trait}> }`,
    `impl ${group}: ${trait} {\n` +
      `    @${tag} (self, n: int) -> int = {\n` +
      `        let sum = self.own % 1000;\n` +
      `        for kid in self.kids do sum = (sum + kid.${tag}(n:) % 1000) % 1000;\n` +
      `        match self.last { Some(kid) -> sum + kid.${tag}(n: sum) % 1000, None -> sum }\n` +
      `    }\n` +
      `    @${text} (self) -> str = clip(s: self.kids.map(transform: kid -> kid.${text}()).join(sep: "|"));\n` +
      `}`,
  );
  row(`2x ${trait} <- ${wrap}(x: ${group} { own: «int», kids: [«${trait}»], last: None })`);
  row(`${trait} <- ${wrap}(x: ${group} { own: «int», kids: [], last: Some(«${trait}») })`);
}

/** A type whose last reference says so. */
export function addDrop({ made, items, name, row }: ItemMaker): void {
  const loud = name("Loud");
  const held = made.kinds.any(1);
  const type = typeText(held);
  items.push(
    `type ${loud} = { n: int, held: ${type} }`,
    `impl ${loud}: Drop { @drop (self) -> void = print(msg: \`drop {self.n}\`); }`,
  );
  made.kinds.declared.push({ type: named(loud), isData: false, isKey: false, isRecursive: false });
  row(`2x ${loud} <- (${loud} { n: «int», held: «${type}» })`);
  row(`int <- «${loud}».n`);
  row(`${type} <- «${loud}».held`);
  row(`int <- { let $kept = «${loud}»; let $n = «int»; kept.n % 1000 + n % 1000 }`);
  const list: Type = { kind: "list", element: named(loud) };
  row(`${typeText(list)} <- [«${loud}», «${loud}»]`);
}
