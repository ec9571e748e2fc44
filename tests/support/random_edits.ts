/** A program of several files that is edited at random: bodies, signatures, types, imports, names, constants, files. */

/** A part of a file in several versions. The first one fits the first ones of all other parts. */
type Part = readonly string[];

/** Stands for a file that is not there. */
const NO_FILE = "\u0001";

const FILES: Readonly<Record<string, readonly Part[]>> = {
  "numbers.ori": [
    ["", "// About numbers.\n\n", NO_FILE],
    [
      "pub @double (n: int) -> int = n * 2;\n",
      "pub @double (n: int) -> int = n + n;\n",
      "pub @double (n: int) -> int = {\n    let twice = n * 2;\n\n    twice\n}\n",
      'pub @double (n: int) -> int = { print(msg: "doubled"); n * 2 }\n',
      "pub @double (n: float) -> float = n * 2.0;\n",
      "pub @double (n: int, by: int = 2) -> int = n * by;\n",
      "@double (n: int) -> int = n * 2;\n",
      "pub @twice (n: int) -> int = n * 2;\n",
      "pub @double (n: int) -> int = n * ;\n",
      "pub @double (n: int) -> int = { n * 2\n",
      'pub @double (n: int) -> int = "two";\n',
    ],
    [
      "pub @sum (xs: [int]) -> int = {\n    let total = 0;\n    for x in xs do total += x;\n    total\n}\n",
      "pub @sum (xs: [int]) -> int = xs.fold(initial: 0, op: (a, b) -> a + b);\n",
      "pub @sum (xs: [int]) -> int = {\n    let total = 0;\n    for x in xs do totl += x;\n    total\n}\n",
      "pub @sum (xs: [float]) -> float = 0.0;\n",
    ],
    [
      "pub @pick (res) -> int = match res { Ok(x) -> x, Err(_) -> 0 };\n",
      "pub @pick (res) -> int = match res { Ok(x) -> x + 1, Err(_) -> 0 };\n",
      "pub @pick (res) -> int = match res { Some(x) -> x, None -> 0 };\n",
      "pub @pick (res) -> int = 0;\n",
      "pub @pick (res: Result<int, str>) -> int = match res { Ok(x) -> x, Err(_) -> 0 };\n",
    ],
    [
      "pub let $LIMIT = 10;\n",
      "pub let $LIMIT = 12;\n",
      'pub let $LIMIT = "ten";\n',
      "",
      "pub let $LIMIT = 1 / 0;\n",
    ],
  ],
  "shapes.ori": [
    [
      'use "./numbers" { double, $LIMIT };\n\n',
      'use "./numbers" { double as twice, $LIMIT };\n\n',
      'use "./number" { double, $LIMIT };\n\n',
      'use "./numbers" { double };\n\n',
      'use "./numbers" { double, sum, $LIMIT };\nuse "./main" { show };\n\n',
    ],
    [
      "pub type Point = { x: int, y: int }\n",
      "pub type Point = { x: int, y: int, z: int }\n",
      "pub type Point = { y: int, x: int }\n",
      "pub type Point = { x: float, y: int }\n",
      "type Point = { x: int, y: int }\n",
    ],
    [
      "pub type Shape = Dot | Circle(r: int) | Box(w: int, h: int);\n",
      "pub type Shape = Dot | Box(w: int, h: int) | Circle(r: int);\n",
      "pub type Shape = Dot | Circle(r: int) | Box(w: int, h: int) | Line(l: int);\n",
      "pub type Shape = Dot | Ring(r: int) | Box(w: int, h: int);\n",
    ],
    [
      "pub trait Named { @label (self) -> str; @twice (self) -> str = self.label() + self.label() }\n",
      'pub trait Named { @label (self) -> str; @twice (self) -> str = self.label() + "+" + self.label() }\n',
      "pub trait Named { @label (self) -> str; @twice (self) -> int = 2 }\n",
      "pub trait Named { @label (self) -> str; @size (self) -> int; @twice (self) -> str = self.label() }\n",
    ],
    [
      "impl Point: Named { @label (self) -> str = `{self.x}:{self.y}` }\n",
      "impl Point: Named { @label (self) -> str = `<{self.x}, {self.y}>` }\n",
      "impl Point: Named { @label (self) -> int = self.x }\n",
      "",
    ],
    [
      "pub let $UNIT: int = double(n: $LIMIT);\n",
      "pub let $UNIT: int = double(n: 3);\n",
      "pub let $UNIT = double(n: $LIMIT) + 1;\n",
      "pub let $UNIT: str = double(n: 3);\n",
    ],
    [
      "pub @area (s: Shape) -> int = match s { Dot -> 0, Circle(r) -> double(n: r) * r, Box(w, h) -> w * h };\n",
      "pub @area (s: Shape) -> int = match s { Dot -> 1, Circle(r) -> r * r * 3, Box(w, h) -> w * h };\n",
      "pub @area (s: Shape) -> int = match s { Dot -> 0, Circle(r) -> double(n: r) };\n",
      "pub @area (s: Shape) -> int = { let unused = $LIMIT; match s { Dot -> unused, _ -> $UNIT } }\n",
      "pub @area (shape: Shape) -> int = 1;\n",
    ],
  ],
  "counter.ori": [
    ["", "\n\n", NO_FILE],
    ["pub type Counter = { n: int, log: [str] }\n", "pub type Counter = { n: int }\n"],
    [
      "pub trait Stepper { @step (self) -> int }\n",
      "pub trait Stepper { @step (self) -> int; @skip (self) -> int = self.step() + self.step() }\n",
    ],
    [
      "impl Counter: Stepper { @step (self) -> int = { self.n += 1; self.n } }\n",
      "impl Counter: Stepper { @step (self) -> int = self.n + 1 }\n",
      "impl Counter: Stepper { @step (self) -> int = { self.n += 2; self.log = [...self.log, `{self.n}`]; self.n } }\n",
      "impl Counter: Stepper { @step (self) -> int = { self.m += 1; self.n } }\n",
    ],
    [
      "impl Counter { @steps (self, k: int) -> int = { for i in 0..k do { let _ = self.step(); }; self.n } }\n",
      "impl Counter { @steps (self, k: int) -> int = { let t = 0; for i in 0..k do t += self.step(); t } }\n",
      "impl Counter { @steps (self) -> int = self.step() }\n",
    ],
    [
      "pub @counter () -> Counter = Counter { n: 0, log: [] };\n",
      "pub @counter () -> Counter = Counter { n: 5, log: [] };\n",
      "pub @counter () -> Counter = Counter { n: 0 };\n",
    ],
  ],
  "lists.ori": [
    [
      "pub @evens (limit: int) -> impl Iterator where Item == int = (0..limit).iter().filter(predicate: n -> n % 2 == 0);\n",
      "pub @evens (limit: int) -> impl Iterator where Item == int = (0..limit).iter().map(transform: n -> n * 2);\n",
      "pub @evens (limit: int) -> impl Iterator where Item == int = [0, 2, 4].iter();\n",
      "pub @evens (limit: int) -> impl Iterator where Item == str = [`{limit}`].iter();\n",
      "pub @evens (limit: int) -> [int] = [0, 2];\n",
    ],
    [
      "pub @apply<T> (xs: [T], f: (T) -> T) -> [T] = for x in xs yield f(x);\n",
      "pub @apply<T> (xs: [T], f: (T) -> T) -> [T] = xs.map(transform: f);\n",
      "pub @apply<T: Eq> (xs: [T], f: (T) -> T) -> [T] = for x in xs if x == x yield f(x);\n",
      "pub @apply<T> (xs: [T], f: (T) -> int) -> [int] = for x in xs yield f(x);\n",
    ],
    [
      "",
      'pub @words () -> [str] = ["one", "two", "three"];\n',
      "extend [int] { @largest (self) -> int = self.fold(initial: 0, op: (a, b) -> if a > b then a else b) }\n",
      "@unused (n: int) -> int = n |> (x -> x + 1);\n",
      "@t tests @apply () -> void = assert_eq(actual: apply(xs: [1], f: x -> x), expected: [1]);\n",
    ],
  ],
  "main.ori": [
    [
      'use "./numbers" { double, sum, pick };\nuse "./shapes" { Shape, Dot, Circle, Box, Point, Named, area, $UNIT };\nuse "./counter" { Counter, Stepper, counter };\nuse "./lists" { apply, evens };\n\n',
      'use "./lists" { apply, evens };\nuse "./counter" { Counter, Stepper, counter };\nuse "./numbers" { double, sum, pick };\nuse "./shapes" { Shape, Dot, Circle, Box, Point, Named, area, $UNIT };\n\n',
      'use "./numbers" { double, sum, pick };\nuse "./shapes" { Shape, Dot, Circle, Box, Point, Named, area, $UNIT };\nuse "./counter" { Counter, Stepper, counter };\n\n',
      'use "./numbers" { double, sum, pick };\nuse "./shapes" { Shape, Dot, Circle, Box, Point, Named, area, $UNIT };\nuse "./counter" { Counter, Stepper, counter };\nuse "./lists" { apply, evens };\nuse std.math { abs };\n\n',
    ],
    [
      "@show (p: Point) -> str = p.twice();\n",
      "@show (p: Point) -> str = p.label();\n",
      "@show (p: Point) -> str = p.title();\n",
      "pub @show (p: Point) -> str = `{p.x}`;\n",
    ],
    [
      "@shapes () -> int = area(s: Circle(r: 3)) + area(s: Box(w: 2, h: 5)) + area(s: Dot);\n",
      "@shapes () -> int = area(s: Circle(r: 4)) + $UNIT;\n",
      "@shapes () -> int = [Circle(r: 3), Dot].fold(initial: 0, op: (t, s) -> t + area(s:));\n",
      "@shapes () -> int = area(s: Circle(r: 3)) + area(3);\n",
    ],
    [
      "@stepped () -> int = { let c = counter(); let a = c.step(); a + c.steps(k: 3) }\n",
      "@stepped () -> int = { let $c = counter(); c.step() }\n",
      "@stepped () -> int = counter().step();\n",
    ],
    [
      "@main () -> void = {\n    print(msg: `{double(n: 4)} {sum(xs: [1, 2, 3])} {shapes()} {stepped()}`);\n",
      "@main () -> void = {\n    let xs = [1, 2];\n    xs[5] = 3;\n    print(msg: `{double(n: 4)} {sum(xs:)} {shapes()} {stepped()}`);\n",
      "@main () -> void = {\n    print(msg: `{double(n: 4) {sum(xs: [1, 2, 3])} {shapes()}`);\n",
      "@start () -> void = {\n    print(msg: `{double(n: 4)} {sum(xs: [1, 2, 3])}`);\n",
    ],
    [
      "    print(msg: show(p: Point { x: 1, y: 2 }));\n",
      "    print(msg: show(p: Point { x: $UNIT, y: 2 }) + `{[Circle(r: 1)].len()}`);\n",
      "    print(msg: show(p: Point { x: 1 }));\n",
    ],
    [
      "    print(msg: `{apply(xs: [1, 2], f: n -> n + 1).debug()} {evens(limit: 7).collect().debug()}`);\n",
      '    print(msg: `{apply(xs: ["a"], f: s -> s + "!").debug()} {pick(res: Ok(1))}`);\n',
      '    let r: Result<int, str> = Err("no");\n    print(msg: `{pick(res: r)}`);\n',
      "    for n in evens(limit: 9) do print(msg: `{n}`);\n",
    ],
    ["}\n", "    let last = 3;\n}\n", ""],
  ],
};

/** Numbers that look random, the same for equal seeds (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

interface Place {
  readonly path: string;
  readonly index: number;
  readonly part: Part;
}

/** The files after each of `count` edits. Half of the edits undo what others did, so that many programs are sound. */
export function* randomEdits(
  seed: number,
  count: number,
): Generator<{ readonly edit: string; readonly files: Readonly<Record<string, string>> }> {
  const random = numbers(seed);
  const places: Place[] = Object.entries(FILES).flatMap(([path, parts]) =>
    parts.map((part, index) => ({ path, index, part }))
  );
  const versions = new Map<Place, number>();
  for (let edit = 0; edit < count; edit++) {
    const changed = places.filter((place) => versions.has(place));
    const isUndone = changed.length > 0 && random(5) < 2 + Math.min(changed.length, 2);
    const from = isUndone ? changed : places;
    const place = from[random(from.length)] as Place;
    if (isUndone) versions.delete(place);
    else versions.set(place, random(place.part.length));
    const version = versions.get(place) ?? 0;
    yield { edit: `${edit}: ${place.path} ${place.index}.${version}`, files: filesOf(versions) };
  }
}

function filesOf(versions: ReadonlyMap<Place, number>): Readonly<Record<string, string>> {
  const chosen = new Map([...versions].map(([{ path, index }, v]) => [`${path} ${index}`, v]));
  const files: Record<string, string> = {};
  for (const [path, parts] of Object.entries(FILES)) {
    const texts = parts.map((part, index) => part[chosen.get(`${path} ${index}`) ?? 0] as string);
    if (!texts.includes(NO_FILE)) files[path] = texts.join("");
  }
  return files;
}
