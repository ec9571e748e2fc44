/**
 * Programs that show the order of destructors (docs/drop-order.md): expressions that create values or hold them, left in
 * several ways. `n(id)` prints `+id`, and the destructor of its value `-id`.
 */

/** Functions that leave `C`, a construct with its hole filled, in some way; `$` is their name. */
export interface Exit {
  readonly fn: string;
  readonly hole: string;
}

export const PRELUDE = `
type N = { id: str }
impl N: Drop { @drop (self) -> void = print(msg: \`-{self.id}\`); }
impl N { @with (self, b: N, c: N) -> int = self.id.len() + b.id.len() + c.id.len(); }
impl N: Add { @add (self, rhs: N) -> N = n(id: self.id + rhs.id); }
type P = { a: N, b: N, c: N }
type Sum = V(a: N, b: N, c: N) | W;
@n (id: str) -> N = { print(msg: \`+{id}\`); N { id: id } };
@absent () -> Option<N> = None;
@failed () -> Result<N, str> = Err("no");
@no () -> N = panic(msg: "no");
@yes () -> bool = "yes".len() == 3;
@four (a: N, b: N, c: N, d: N) -> int = a.id.len() + b.id.len() + c.id.len() + d.id.len();
@keep (a: N, b: N, c: N) -> [N] = [a, b, c];
@chosen () -> (N, N, N) -> [N] = (a: N, b: N, c: N) -> [a, b, c];
`;

/** Functions that make values, look at them and keep them. `o` in front: through recursion, which no pass sees through. */
export const CALLEES = `
@say (t: str) -> int = { print(msg: t); 0 };
@zero () -> int = "".len();
@gap (x: int) -> int = { print(msg: "gap"); x };
@gone () -> Option<int> = None;
@wrong () -> Result<int, str> = Err("no");
@stop () -> int = panic(msg: "no");
@base () -> P = P { a: n("1"), b: n("2"), c: n("3") };
@some () -> Option<N> = Some(n("1"));
@two () -> (N, N) = (n("1"), n("2"));
@sum () -> Sum = V(a: n("1"), b: n("2"), c: n("3"));
@list () -> [N] = [n("1"), n("2"), n("3")];
@one () -> N = n("1");
@look (x: N) -> int = x.id.len() - x.id.len();
@put (x: N) -> [N] = [x];
@hold (xs: [N]) -> [[N]] = [xs];
@obase (d: int) -> P = if d == 0 then base() else { let q = obase(d: d - 1); q };
@osome (d: int) -> Option<N> = if d == 0 then some() else { let q = osome(d: d - 1); q };
@otwo (d: int) -> (N, N) = if d == 0 then two() else { let q = otwo(d: d - 1); q };
@osum (d: int) -> Sum = if d == 0 then sum() else { let q = osum(d: d - 1); q };
@olist (d: int) -> [N] = if d == 0 then list() else { let q = olist(d: d - 1); q };
@oone (d: int) -> N = if d == 0 then one() else { let q = oone(d: d - 1); q };
@olook (x: N, d: int) -> int = if d == 0 then look(x) else { let q = olook(x:, d: d - 1); q };
@oput (x: N, d: int) -> [N] = if d == 0 then put(x) else { let q = oput(x:, d: d - 1); q };
`;

const MAKERS = /\b(base|some|two|sum|list|one)\(\)/g;
const LOOK = /\blook\(((?:[^()]|\([^()]*\))*)\)/g;
const PUT = /\bput\(((?:[^()]|\([^()]*\))*)\)/g;

/** How the callees of a construct are called: so that passes see their bodies, or not. */
export const CALLS: Readonly<Record<string, (text: string) => string>> = {
  "seen through": (text) => text,
  "through recursion": (text) =>
    text.replace(MAKERS, "o$1(d: 2)").replace(LOOK, "olook(x: $1, d: 1)")
      .replace(PUT, "oput(x: $1, d: 1)"),
  "made by closures": (text) => text.replace(MAKERS, "[() -> $1()][zero()]()"),
  "looked at by closures": (text) => text.replace(/\blook\(/g, "[(x: N) -> look(x)][zero()]("),
};

/** A construct in which the compiler holds values, with a hole `X` of type int; what it prints when it is not left. */
export interface Held {
  readonly text: string;
  readonly complete: string;
}

export const HELD: Readonly<Record<string, Held>> = {
  "base of a struct": {
    text: `{ let p = P { ...base(), b: n("new"), c: { gap(X); n("c") } }; say("in") }`,
    complete: "+1 +2 +3 +new gap +c -3 -2 in -c -new -1",
  },
  "base of a struct of which one field is read": {
    text: `look(P { ...base(), b: n("new"), c: { gap(X); n("c") } }.a) + say("in")`,
    complete: "+1 +2 +3 +new gap +c -3 -2 -c -new -1 in",
  },
  "base that is replaced": {
    text: `P { ...base(), a: n("x"), b: n("y"), c: { gap(X); n("z") } }.a.id.len()`,
    complete: "+1 +2 +3 +x +y gap +z -3 -2 -1 -z -y -x",
  },
  "match": {
    text: `match some() { Some(x) -> { gap(X); say("arm") }, None -> 1 } + say("in")`,
    complete: "+1 gap arm -1 in",
  },
  "match that looks": {
    text: `match some() { Some(x) -> look(x) + gap(X) + look(x), None -> 1 } + say("in")`,
    complete: "+1 gap -1 in",
  },
  "match of a literal": {
    text: `match Some(n("1")) { Some(x) -> { gap(X); say("arm") }, None -> 1 } + say("in")`,
    complete: "+1 gap arm -1 in",
  },
  "match that hands on": {
    text:
      `match some() { Some(x) -> { let k = put(x); gap(X); say("arm") + k.length() }, None -> 1 } + say("in")`,
    complete: "+1 gap arm -1 in",
  },
  "match of a tuple": {
    text: `match two() { (a, b) -> { gap(X); look(a) } } + say("in")`,
    complete: "+1 +2 gap -2 -1 in",
  },
  "match of a tuple literal": {
    text: `match (one(), n("2")) { (a, _) -> { gap(X); look(a) } } + say("in")`,
    complete: "+1 +2 gap -2 -1 in",
  },
  "match of two": {
    text:
      `match (some(), sum()) { (Some(x), V(a: a, b: _, c: _)) -> { gap(X); look(a) }, _ -> 1 } + say("in")`,
    complete: "+1 +1 +2 +3 gap -3 -2 -1 -1 in",
  },
  "match that takes apart": {
    text:
      `match sum() { V(a: a, b: b, c: c) -> { gap(X); let k = put(b); say("arm") + k.length() }, W -> 1 } + say("in")`,
    complete: "+1 +2 +3 -3 -1 gap arm -2 in",
  },
  "match of a literal that takes apart": {
    text:
      `match V(a: n("1"), b: n("2"), c: n("3")) { V(a: a, b: b, c: c) -> { gap(X); let k = put(b); say("arm") + k.length() }, W -> 1 } + say("in")`,
    complete: "+1 +2 +3 -3 -1 gap arm -2 in",
  },
  "guards": {
    text:
      `match some() { Some(x) if look(x) > 5 -> 1, Some(x) if say("guard") > 5 -> 1, Some(x) -> gap(X), None -> 1 } + say("in")`,
    complete: "+1 guard gap -1 in",
  },
  "hole in a guard": {
    text:
      `match two() { (a, b) if gap(X) > 5 -> look(a), (_, b) -> look(b) + say("arm") } + say("in")`,
    complete: "+1 +2 gap arm -2 -1 in",
  },
  "alternatives": {
    text: `match (one(), zero()) { (a, 0) | (a, 1) -> { gap(X); look(a) }, _ -> 1 } + say("in")`,
    complete: "+1 gap -1 in",
  },
  "match of a list": {
    text: `match list() { [a, ..r] -> { gap(X); look(a) }, _ -> 1 } + say("in")`,
    complete: "+1 +2 +3 gap -3 -2 -1 in",
  },
  "destructuring": {
    text: `{ let (a, b) = two(); gap(X); look(b) + say("in") }`,
    complete: "+1 +2 gap in -2 -1",
  },
  "destructuring without a name": {
    text: `{ let (_, b) = two(); gap(X); look(b) + say("in") }`,
    complete: "+1 +2 gap in -2 -1",
  },
  "destructuring of a struct": {
    text: `{ let { a, b, c } = base(); gap(X); look(b) + say("in") }`,
    complete: "+1 +2 +3 gap in -3 -2 -1",
  },
  "part of a local": {
    text: `{ let t = two(); say("made"); let k = put(t.0); gap(X); say("in") + k.length() }`,
    complete: "+1 +2 made -2 gap in -1",
  },
  "part of a literal": {
    text:
      `{ let t = (n("1"), n("2")); say("made"); let k = put(t.0); gap(X); say("in") + k.length() }`,
    complete: "+1 +2 made -2 gap in -1",
  },
  "`??`": {
    text: `look(some() ?? { gap(X); n("d") }) + say("in")`,
    complete: "+1 -1 in",
  },
  "`?` that goes on": {
    text: `{ let x = some(); match x { Some(y) -> { gap(X); look(y) }, None -> 1 } + say("in") }`,
    complete: "+1 gap in -1",
  },
  "collection of a for": {
    text:
      `{ for x in list() do { say("turn"); if x.id == "2" then { gap(X); }; look(x); }; say("in") }`,
    complete: "+1 +2 +3 turn turn gap turn -3 -2 -1 in",
  },
  "collection that is left": {
    text:
      `{ for x in list() do { if x.id == "2" then { gap(X); break }; say("turn"); }; say("in") }`,
    complete: "+1 +2 +3 turn gap -3 -2 -1 in",
  },
  "iterator": {
    text:
      `{ for x in list().iter() do { if x.id == "2" then { gap(X); break }; say("turn"); }; say("in") }`,
    complete: "+1 +2 +3 turn gap -3 -2 -1 in",
  },
  "Option of a for": {
    text: `{ for x in some() do { gap(X); look(x); }; say("in") }`,
    complete: "+1 gap -1 in",
  },
  "yield": {
    text:
      `{ let ys = for x in list() yield { if x.id == "2" then { gap(X); }; x }; say("in") + ys.length() }`,
    complete: "+1 +2 +3 gap in -3 -2 -1",
  },
  "yield of new values": {
    text:
      `{ let ys = for i in 0..3 yield { let y = n(\`{i}\`); if i == 1 then { gap(X); }; y }; say("in") + ys.length() }`,
    complete: "+0 +1 gap +2 in -2 -1 -0",
  },
  "yield that is left": {
    text:
      `{ let ys = for i in 0..3 yield { let y = n(\`{i}\`); if i == 1 then { gap(X); break }; y }; say("in") + ys.length() }`,
    complete: "+0 +1 gap -1 in -0",
  },
  "index": {
    text: `look(list()[1 + gap(X)]) + say("in")`,
    complete: "+1 +2 +3 gap -3 -1 -2 in",
  },
  "index with the length": {
    text: `look(list()[# - 2 + gap(X)]) + say("in")`,
    complete: "+1 +2 +3 gap -3 -1 -2 in",
  },
  "field of a call": {
    text: `base().b.with(b: n("w"), c: { gap(X); n("z") }) + say("in")`,
    complete: "+1 +2 +3 -3 -1 +w gap +z -z -w -2 in",
  },
  "assignment to an index": {
    text: `{ let xs = list(); xs[zero() + gap(X)] = n("new"); say("in") }`,
    complete: "+1 +2 +3 gap +new -1 in -3 -2 -new",
  },
  "assignment by an index": {
    text: `{ let xs = list(); xs[zero()] = { let w = n("w"); gap(X); w }; say("in") }`,
    complete: "+1 +2 +3 +w gap -1 in -3 -2 -w",
  },
  "assignment to a field": {
    text: `{ let p = base(); p.b = { let w = n("w"); gap(X); w }; say("in") }`,
    complete: "+1 +2 +3 +w gap -2 in -3 -w -1",
  },
  "value of a block": {
    text: `look({ let a = one(); let b = n("b"); gap(X); a }) + say("in")`,
    complete: "+1 +b gap -b -1 in",
  },
  "value of a match": {
    text: `{ let v = match two() { (a, b) -> a }; gap(X); look(v) + say("in") }`,
    complete: "+1 +2 -2 gap in -1",
  },
  "local that is looked at": {
    text: `{ let x = one(); let k = look(x); gap(X); say("in") + k }`,
    complete: "+1 gap in -1",
  },
  "local that is kept": {
    text: `{ let x = one(); let w = n("w"); let k = put(x); gap(X); say("in") + k.length() }`,
    complete: "+1 +w gap in -1 -w",
  },
  "local that is kept along one path": {
    text:
      `{ let x = one(); let w = n("w"); let k = if yes() then put(x) else []; gap(X); say("in") + k.length() }`,
    complete: "+1 +w gap in -1 -w",
  },
  "element of a local that is handed on": {
    text: `{ let xs = list(); let k = put(xs[0]); gap(X); say("in") + k.length() }`,
    complete: "+1 +2 +3 gap in -3 -2 -1",
  },
  "element of a field that is handed on": {
    text: `{ let t = (list(), 1); let k = put(t.0[1]); gap(X); say("in") + k.length() }`,
    complete: "+1 +2 +3 gap in -3 -2 -1",
  },
  "list that is kept and used again": {
    text:
      `{ let xs = list(); let k = hold(xs).length(); say("len") + xs.length(); gap(X); say("in") + k }`,
    complete: "+1 +2 +3 len gap in -3 -2 -1",
  },
  "list that is kept, with a name that is not used": {
    text: `{ let xs = list(); let k = hold(xs).length(); let w = xs; gap(X); say("in") + k }`,
    complete: "+1 +2 +3 gap in -3 -2 -1",
  },
  "list that is kept, and read by a match": {
    text:
      `{ let xs = list(); let k = hold(xs).length(); match xs { _ -> say("arm") }; gap(X); say("in") + k }`,
    complete: "+1 +2 +3 arm gap in -3 -2 -1",
  },
  "second name after a part is handed on": {
    text: `{ let p = base(); let k = put(p.a); let w = p; gap(X); say("in") + k.length() }`,
    complete: "+1 +2 +3 gap in -3 -2 -1",
  },
  "second name by an assignment": {
    text:
      `{ let p = base(); let w = P { a: n("4"), b: n("5"), c: n("6") }; let k = put(p.a); w = p; gap(X); say("in") + k.length() }`,
    complete: "+1 +2 +3 +4 +5 +6 -6 -5 -4 gap in -3 -2 -1",
  },
  "second name before a part is handed on": {
    text: `{ let p = base(); let w = p; let k = put(p.a); gap(X); say("in") + k.length() }`,
    complete: "+1 +2 +3 gap in -3 -2 -1",
  },
  "second name that is gone": {
    text:
      `{ let p = base(); { let w = p; say("inner") }; let k = put(p.a); gap(X); say("in") + k.length() }`,
    complete: "+1 +2 +3 inner -3 -2 gap in -1",
  },
  "field that is handed on": {
    text: `{ let k = keep(a: two().0, b: { gap(X); n("b") }, c: n("c")); say("in") + k.length() }`,
    complete: "+1 +2 -2 gap +b +c in -c -b -1",
  },
  "field of a field that is handed on": {
    text: `{ let k = [(base(), 1).0.b, { gap(X); n("b") }]; say("in") + k.length() }`,
    complete: "+1 +2 +3 -3 -1 gap +b in -b -2",
  },
  "element that is handed on": {
    text:
      `{ let k = keep(a: list()[1], b: { gap(X); n("b") }, c: n("c")); say("in") + k.length() }`,
    complete: "+1 +2 +3 -3 -1 gap +b +c in -c -b -2",
  },
  "result that nothing takes": {
    text: `{ one() + { gap(X); n("2") }; say("in") }`,
    complete: "+1 gap +2 +12 -2 -1 -12 in",
  },
  "result of a branch that nothing takes": {
    text: `{ if yes() then one() + { gap(X); n("2") } else n("3"); say("in") }`,
    complete: "+1 gap +2 +12 -2 -1 -12 in",
  },
  "closure": {
    text: `{ let x = one(); let w = n("w"); let f = () -> look(x); gap(X); f() + say("in") }`,
    complete: "+1 +w gap in -1 -w",
  },
  "closure that is an argument": {
    text:
      `{ let x = one(); let w = n("w"); let k = [1, 2].map(transform: y -> y + look(x)); gap(X); say("in") + k.length() }`,
    complete: "+1 +w gap in -w -1",
  },
};
