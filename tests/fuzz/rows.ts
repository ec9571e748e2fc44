/**
 * What an expression of a type can be made from: one row a form. `«type»` is an expression of that type, `$D` any type with
 * equality and `debug`, `$C` one with an order, `$K` one that can be a key, `$T` and `$U` any type.
 * What a row makes must not be more than a constant longer than what it is made from, so that values stay small in loops.
 */
import { parseType, type Type } from "./types.ts";

/** A form of expression. */
export interface Row {
  readonly result: Type;
  readonly parts: readonly (string | Type)[];
  readonly weight: number;
  /** About how many steps evaluating it takes, apart from its parts. */
  readonly cost: number;
  /** Chosen less often, so that programs get to their end. */
  readonly canPanic: boolean;
}

/** `RESULT <- TEXT with «TYPE» holes`, after an optional weight `3x`. */
export function parseRow(line: string, cost = 1): Row {
  const found = /^(?:(\d+)x )?(.*?) <- (.*)$/.exec(line);
  if (found === null) throw new Error(`no row: ${line}`);
  const [, weight = "1", result = "", text = ""] = found;
  const parts = text.split(/(«[^»]*»)/).filter((part) => part !== "")
    .map((part) => part.startsWith("«") ? parseType(part.slice(1, -1)) : part);
  const canPanic = /\.unwrap\(\)|»\[|% «|» [+-] «int/.test(text);
  return { result: parseType(result), parts, weight: Number(weight), cost, canPanic };
}

const SCALARS = [
  "2x int <- («int» + «int»)",
  "int <- («int» - «int»)",
  "int <- ((«int» % 1000) * («int» % 1000))",
  "int <- («int» / (1 + «int».abs()))",
  "int <- («int» % «int»)",
  "int <- («int» div 7)",
  "int <- (-«int»)",
  "int <- («int» & «int»)",
  "int <- («int» | «int»)",
  "int <- («int» ^ «int»)",
  "int <- («int» << (1 + «bool».to_int()))",
  "int <- («int» >> 3)",
  "int <- «int».min(other: «int»)",
  "int <- «int».clamp(min: 0, max: 99)",
  "int <- «char».to_int()",
  "int <- «byte».to_int()",
  "int <- («float».to_int() % 1000003)",
  "int <- «str».len()",
  "int <- «str».char_count()",
  "int <- «[$T]».len()",
  "int <- «{$K: $T}».len()",
  "int <- «Set<$K>».len()",
  "int <- «[$T]».count(predicate: «($T) -> bool»)",
  "int <- «[$T]».iter().count()",
  "int <- «[$T]».iter().map(transform: «($T) -> int»).fold(initial: «int», op: (a, b) -> (a + b) % 9973)",
  "int <- (for x in «[int]» yield x % 100).sum()",
  "bool <- («$C» < «$C»)",
  "bool <- («$C» >= «$C»)",
  "2x bool <- («$D» == «$D»)",
  "bool <- («$D» != «$D»)",
  "bool <- («bool» && «bool»)",
  "bool <- («bool» || «bool»)",
  "bool <- (!«bool»)",
  "bool <- «Option<$T>».is_some()",
  "bool <- «Result<$T, $U>».is_ok()",
  "bool <- «[$D]».contains(value: «$D»)",
  "bool <- «[$T]».any(predicate: «($T) -> bool»)",
  "bool <- «[$T]».all(predicate: «($T) -> bool»)",
  "bool <- «{$K: $T}».contains_key(key: «$K»)",
  "bool <- «Set<$K>».contains(value: «$K»)",
  "bool <- «Set<$K>».is_subset(other: «Set<$K>»)",
  "bool <- «str».contains(substr: «str»)",
  "bool <- «str».starts_with(prefix: «str»)",
  "bool <- «str».is_empty()",
  "float <- («float» + «float»)",
  "float <- («float» * «float»)",
  "float <- («float» / «float»)",
  "float <- («float» - «float»)",
  "float <- «int».to_float()",
  "float <- «float».abs()",
  "char <- («str».chars().first() ?? «char»)",
  "char <- «char».to_uppercase()",
  "byte <- («str».to_bytes().last() ?? «byte»)",
  "Ordering <- «$C».compare(other: «$C»)",
];

const TEXTS = [
  "2x str <- clip(s: «str» + «str»)",
  "2x str <- clip(s: `{ «int» }:{ «str» }`)",
  "str <- clip(s: «$D».debug())",
  "str <- «int».to_str()",
  "str <- clip(s: «float».to_str())",
  "str <- «char».to_str()",
  "str <- clip(s: «str».to_uppercase())",
  "str <- «str».trim()",
  'str <- clip(s: «str».replace(old: "a", new: «str»))',
  "str <- clip(s: «[str]».join(sep: «str»))",
  'str <- clip(s: «[int]».iter().map(transform: n -> n.to_str()).join(sep: ","))',
  "str <- clip(s: «str».pad_start(width: 9))",
  "str <- clip(s: «str».repeat(count: 2))",
  "str <- «str».reverse()",
  'str <- clip(s: part_of_text(s: «str»).replace(old: «str» + ".", new: ""))',
  "int <- part_of_text(s: «str»).len()",
  "bool <- (part_of_text(s: «str») == part_of_text(s: «str»))",
];

const COLLECTIONS = [
  "2x [$T] <- [«$T», «$T»]",
  "[$T] <- [...«[$T]», «$T»].take(count: 9)",
  "2x [$T] <- («[$T]» + «[$T]»).take(count: 9)",
  "2x [$T] <- «[$T]».push(value: «$T»)",
  "[$T] <- «[$T]».reverse()",
  "[$T] <- «[$T]».take(count: 3)",
  "[$T] <- «[$T]».skip(count: 1)",
  "2x [$T] <- part_of(xs: «[$T]»)",
  "[$T] <- (match «[$T]» { [_, ..t] -> t, none -> none })",
  "[$T] <- «[$T]».prepend(value: «$T»)",
  "2x [$T] <- «[$T]».filter(predicate: «($T) -> bool»)",
  "2x [$U] <- «[$T]».map(transform: «($T) -> $U»)",
  "[$U] <- «[$T]».iter().map(transform: «($T) -> $U»).collect()",
  "[$T] <- «[$T]».iter().filter(predicate: «($T) -> bool»).take(count: 3).collect()",
  "[$T] <- «[$T]».iter().chain(other: «[$T]».iter()).take(count: 9).collect()",
  "[($T, $U)] <- «[$T]».iter().zip(other: «[$U]».iter()).collect()",
  "[(int, $T)] <- «[$T]».enumerate()",
  "[$U] <- «[$T]».iter().flat_map(transform: «($T) -> [$U]»).take(count: 9).collect()",
  "[$C] <- «[$C]».sort()",
  "[$T] <- «[$T]».sort_with(compare: «($T, $T) -> Ordering»)",
  "[int] <- (0..4).iter().map(transform: «(int) -> int»).collect()",
  "[$T] <- (for x in «[$T]» if «($T) -> bool»(x) yield x)",
  "[$U] <- (for x in «[$T]» yield «($T) -> $U»(x))",
  "[str] <- «str».split(sep: «str»).take(count: 9)",
  "[char] <- «str».chars().take(count: 9)",
  "[byte] <- «str».to_bytes().take(count: 9)",
  "[[$T]] <- «[$T]».chunk(size: 2)",
  "[$K] <- «{$K: $T}».keys()",
  "[$T] <- «{$K: $T}».values()",
  "[$K] <- «Set<$K>».to_list()",
  "2x {$K: $T} <- { («$K»): «$T», («$K»): «$T» }",
  "2x {$K: $T} <- «{$K: $T}».insert(key: «$K», value: «$T»)",
  "{$K: $T} <- «{$K: $T}».remove(key: «$K»)",
  "{$K: $U} <- «{$K: $T}».map_values(transform: «($T) -> $U»)",
  "{$K: $T} <- keyed(xs: «[$T]», f: «($T) -> $K»)",
  "Set<$K> <- «[$K]».to_set()",
  "Set<$K> <- «Set<$K>».insert(value: «$K»)",
  "Set<$K> <- «Set<$K>».remove(value: «$K»)",
  "Set<$K> <- «Set<$K>».intersection(other: «Set<$K>»)",
];

const WRAPPED = [
  "Option<$T> <- «[$T]».first()",
  "Option<$T> <- «[$T]».last()",
  "Option<$T> <- «[$T]».get(index: «int»)",
  "Option<$T> <- «[$T]».find(predicate: «($T) -> bool»)",
  "Option<$T> <- «{$K: $T}».get(key: «$K»)",
  "Option<$U> <- «Option<$T>».map(transform: «($T) -> $U»)",
  "Option<$U> <- «Option<$T>».and_then(transform: «($T) -> Option<$U>»)",
  "Option<$T> <- «Option<$T>».filter(predicate: «($T) -> bool»)",
  "Option<$T> <- «Option<$T>».or(other: «Option<$T>»)",
  "Option<$T> <- «Result<$T, $U>».ok()",
  "Option<int> <- «str».parse_int()",
  "Option<$C> <- «[$C]».max()",
  "Result<$U, str> <- «Result<$T, str>».map(transform: «($T) -> $U»)",
  "Result<$T, str> <- «Option<$T>».ok_or(err: «str»)",
  "3x Result<$T, str> <- catch(expr: «$T»)",
  "2x $T <- («Option<$T>» ?? «$T»)",
  "$T <- («Result<$T, str>» ?? «$T»)",
  "$T <- «Option<$T>».unwrap_or(default: «$T»)",
  "$T <- «[$T]»[«int».abs() % 5]",
  "$T <- «Option<$T>».unwrap()",
  "2x $T <- «[$U]».fold(initial: «$T», op: «($T, $U) -> $T»)",
  "$T <- «[$U]».iter().fold(initial: «$T», op: «($T, $U) -> $T»)",
  "$T <- «($U) -> $T»(«$U»)",
  "$T <- twice(f: «($T) -> $T», x: «$T»)",
  "$T <- choose(flag: «bool», a: «$T», b: «$T»)",
  "$T <- «($T, $U)».0",
  "$T <- «($U, $T)».1",
  "$T <- «() -> $T»()",
  "Half<$T> <- half(xs: «[$T]»)",
  "Half<$T> <- further(h: «Half<$T>»)",
  "2x [$T] <- rest_of(h: «Half<$T>»)",
  "Option<$T> <- next_of(h: «Half<$T>»)",
  "$U <- called(m: «{$K: ($T) -> $U}», key: «$K», x: «$T», none: «$U»)",
  "($T) -> $U <- composed(f: «($T) -> $D», g: «($D) -> $U»)",
  "() -> $T <- delayed(x: «$T»)",
];

/** What every generated program declares for the rows; the parts are long enough to share memory with the whole. */
export const COMMON_ITEMS = `
@clip (s: str) -> str = if s.len() > 70 then \`<{s.len()}>\` else s;
@choose<T> (flag: bool, a: T, b: T) -> T = if flag then a else b;
@twice<T> (f: (T) -> T, x: T) -> T = f(f(x));
@composed<A, B, C> (f: (A) -> B, g: (B) -> C) -> (A) -> C = x -> g(f(x));
@keyed<K: Hashable, T> (xs: [T], f: (T) -> K) -> {K: T} = for x in xs yield (f(x), x);
@part_of<T> (xs: [T]) -> [T] = {
    let long = xs;
    while !xs.is_empty() && long.len() < 10 do long = long + xs;
    long.skip(count: 1).take(count: 9)
}
@part_of_text (s: str) -> str = {
    let $long = ("- some text around it -" + s).repeat(count: 8);
    long.slice(start: 1, end: long.len())
}
@delayed<T> (x: T) -> () -> T = () -> x;
type Half<T> = { rest: ListIter<T>, taken: int }
@half<T> (xs: [T]) -> Half<T> = further(h: Half { rest: xs.iter(), taken: 0 });
@further<T> (h: Half<T>) -> Half<T> = { let (_, rest) = h.rest.next(); Half { rest, taken: h.taken + 1 } }
@rest_of<T> (h: Half<T>) -> [T] = h.rest.collect();
@next_of<T> (h: Half<T>) -> Option<T> = { let (item, _) = h.rest.next(); item }
@called<K: Hashable, T, U> (m: {K: (T) -> U}, key: K, x: T, none: U) -> U =
    match m.get(key:) { Some(f) -> f(x), None -> none };
`;

export const ROWS: readonly Row[] = [...SCALARS, ...TEXTS, ...COLLECTIONS, ...WRAPPED]
  .map((line) => parseRow(line));
