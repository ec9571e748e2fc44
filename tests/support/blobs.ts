/** Programs for tests of the blob: small ones of every shape, compiled from text. */
import {
  type Checked,
  checkFiles,
  type Compiled,
  compileMain,
  createHost,
  makeBlob,
} from "../../src/driver/mod.ts";
import type { Host } from "../../src/base/mod.ts";
import { type CompiledProgram, decodeBlob } from "../../src/blob/mod.ts";

export const EMPTY = `@main () -> void = ();\n`;

export const MAP_WITH_LAMBDA = `@main () -> void = {
    let $k = 3;
    let $xs = [1, 2, 3].map(transform: x -> x * k);
    print(msg: str(xs));
}
`;

export const FOLD_WITH_FUNCTION = `@add (a: int, b: int) -> int = a + b;

@main () -> int = [1, 2, 3].fold(initial: 0, op: add);
`;

/** Every kind of type, a closure that is kept, constants of every kind, a test. */
export const TYPES = `type Color = Red | Green;
type Shape = Circle(radius: float) | Square(side: int, name: str);
type Tree = Leaf | Node(left: Tree, value: int, right: Tree);
type Point = { x: int, label: str };

@insert (tree: Tree, value: int) -> Tree = match tree {
    Leaf -> Node(left: Leaf, value: value, right: Leaf),
    Node(left, v, right) -> if value < v
        then Node(left: insert(tree: left, value: value), value: v, right: right)
        else Node(left: left, value: v, right: insert(tree: right, value: value)),
};

@depth (tree: Tree) -> int = match tree {
    Leaf -> 0,
    Node(left, _, right) -> 1 + max(left: depth(tree: left), right: depth(tree: right)),
};

@name_of (shape: Shape) -> str = match shape {
    Circle(radius) -> "circle of " + str(radius),
    Square(side, name) -> name + str(side),
};

@adder (prefix: str, n: int) -> (int) -> str = x -> prefix + str(x + n);

@main (args: [str]) -> int = {
    let tree = Leaf;
    for n in [5, 2, 8] do tree = insert(tree: tree, value: n);
    let $p = Point { x: 1_000_000_007, label: "a label that is longer than short strings are" };
    let $colors = [Red, Green];
    let $fs = [adder(prefix: p.label, n: args.len()), adder(prefix: "short", n: 1)];
    let $found = {"a": 1.5, "b": -0.0}["b"].is_some();
    print(msg: name_of(shape: Circle(radius: 0.25)) + name_of(shape: Square(side: 2, name: fs[args.len()](1))));
    print(msg: str(colors.len()) + str(found) + 'é'.to_str());
    depth(tree: tree)
}
`;

/** A type with a `drop`. */
export const DROPS = `type Res = { label: str };
impl Res: Drop {
    @drop (self) -> void = print(msg: self.label);
}

@main () -> void = {
    let $all = [Res { label: "a label that is longer than short strings are" }, Res { label: "b" }];
    print(msg: str(all.len()))
}
`;

const host = createHost();

/** The program `text`, checked; its only file is `main.ori`. */
export function checkText(text: string): Checked {
  const inMemory: Host = {
    readText: (path) => path === "main.ori" ? { kind: "text", text } : host.readText(path),
    readStdText: (url) => host.readStdText(url),
    readEmbedded: (...args) => host.readEmbedded(...args),
    isFile: (path) => path === "main.ori" || host.isFile(path),
    listDirectory: () => [],
  };
  return checkFiles(["main.ori"], inMemory);
}

/** Compiles the program `text`; its only file is `main.ori`. */
export function compileText(text: string): Compiled {
  const checked = checkText(text);
  const compiled = compileMain(checked, { verify: false });
  if (compiled === undefined) {
    throw new Error(checked.diagnostics.all.map((d) => d.message).join("\n"));
  }
  return compiled;
}

/** The blob of the program `text`. */
export function blobOf(text: string): Uint8Array {
  return makeBlob(compileText(text));
}

/** The program in a blob that is sound. */
export function decodeSound(blob: Uint8Array): CompiledProgram {
  const decoded = decodeBlob(blob);
  if (decoded.kind === "malformed") throw new Error(decoded.reason);
  return decoded.program;
}
