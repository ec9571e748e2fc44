/** Uses of what is captured: where it comes from, how deep it goes, what the body does with it, how it ends. */
import { type CaptureUse, plain, unveiled, withF, withV } from "./capture_use.ts";

/** Closures in closures (CL-7, CL-11). */
const NESTED: readonly CaptureUse[] = [
  withV(
    "two_levels",
    "MADEMADEMADEMADE",
    "let $outer = veil(() -> { let $inner = veil(() -> READ(v)); inner() + inner() }); outer() + outer()",
  ),
  withV(
    "three_levels",
    "MADEMADE",
    "let $one = veil(() -> () -> () -> READ(v)); let $two = one(); two()() + one()()()",
  ),
  withV(
    "four_levels_used_at_each",
    "MADEMADEMADEMADEMADEMADEMADEMADE",
    "let $f = veil(() -> READ(v) + (() -> READ(v) + (() -> READ(v) + veil(() -> READ(v))())())()); f() + f()",
  ),
  withV(
    "recaptured_local",
    "1MADE1MADE2MADE",
    "let $outer = veil((n: int) -> { let $w = v; () -> n.to_str() + READ(w) }); let $g = outer(1); g() + g() + outer(2)()",
  ),
  plain(
    "recaptured_borrowed_param",
    "MADEMADEMADEOTHEROTHER",
    "{ let $v = made(); reread(v:) + READ(v) + reread(v: other()) }",
    "@reread (v: TYPE) -> str = { let $outer = veil(() -> { let $inner = veil(() -> READ(v)); inner() }); outer() + outer() }",
  ),
  plain(
    "recaptured_borrowed_param_three_levels",
    "MADEMADEMADE",
    "{ let $v = made(); deep_reread(v:) + READ(v) }",
    `@run_deep (f: () -> () -> str) -> str = f()();
@deep_reread (v: TYPE) -> str = run_deep(f: veil(() -> () -> veil(() -> READ(v))())) + run_deep(f: () -> veil(() -> READ(v)));`,
  ),
  withF("by_two_closures", "MADEMETHODMADE", "let $g = veil(() -> METHOD(v)); f() + g() + f()"),
  withF(
    "by_two_closures_one_dropped",
    "MADE",
    'let g = veil(() -> READ(v)); g = () -> ""; f() + g()',
  ),
  withF(
    "closure_of_closure_of_it",
    "MADEMADEMADEMADEMADEMADE",
    "let $g = veil(() -> f() + READ(v)); let $h = veil(() -> g() + f()); h() + h()",
  ),
  plain(
    "with_other_captures",
    "other heap text other heap text MADEother heap text other heap text 5xMADEother heap text other heap text 5",
    '{ let $s = "other heap text ".repeat(count: 2); let $v: TYPE = made(); let $xs = [s, "x"]; let $k = 5; let $f = veil((i: int) -> xs[i] + READ(v) + s + k.to_str()); f(0) + f(1) }',
  ),
  withV(
    "two_of_the_kind",
    "OTHERMADEOTHERMADE",
    "let $w: TYPE = other(); let $f = veil(() -> READ(w) + READ(v)); f() + f()",
  ),
  withV(
    "chain_of_wrapped_closures",
    "MADE",
    "let f = veil(() -> READ(v)); for i in 0..50 do { let $g = f; f = () -> g() }; f()",
  ),
];

/** Where the captured value comes from, and what becomes of it (CL-12). */
const SOURCES: readonly CaptureUse[] = [
  plain(
    "source_reassigned",
    "MADEOTHERMADE",
    "{ let v: TYPE = made(); let $f = veil(() -> READ(v)); v = other(); f() + READ(v) + f() }",
  ),
  plain(
    "source_reassigned_in_branch",
    "MADEOTHER",
    "{ let v: TYPE = made(); let $f = veil(() -> READ(v)); if f().len() >= 0 then v = other(); let $g = veil(() -> READ(v)); f() + g() }",
  ),
  plain(
    "captured_in_loop",
    "0MADE1OTHER2OTHER",
    '{ let v: TYPE = made(); let fs = []; for i in 0..3 do { fs = fs.push(() -> i.to_str() + READ(v)); v = other() }; let all = ""; for f in fs do all += f(); all }',
  ),
  plain(
    "made_and_captured_in_loop",
    "MADEOTHERMADE",
    "{ let $fs = for i in 0..3 yield { let $v: TYPE = if i == 1 then other() else made(); () -> READ(v) }; fs[0]() + fs[1]() + fs[2]() }",
  ),
  plain(
    "element_captured_in_loop",
    "OTHERMADEOTHER",
    "{ let $vs: [TYPE] = [made(), other()]; let fs = []; for v in vs do fs = fs.push(() -> READ(v)); fs[1]() + fs[0]() + fs[1]() }",
  ),
  withV(
    "loop_with_continue_and_break",
    "MADEMADE",
    'let all = ""; for i in 0..9 do { let $f = veil(() -> READ(v)); if i % 2 == 0 then continue; if i > 4 then break; all += f() }; all',
  ),
  plain(
    "captured_in_one_branch",
    "MADEno",
    '{ let $pick = veil((b: bool) -> { let $v: TYPE = made(); if b then () -> READ(v) else () -> "no" }); pick(true)() + pick(false)() }',
  ),
  plain(
    "captured_in_one_arm",
    "1MADEnone",
    '{ let all = ""; for o in [Some(1), None] do { let $v: TYPE = made(); let $f = match o { Some(n) -> () -> n.to_str() + READ(v), None -> () -> "none" }; all += f() }; all }',
  ),
  withV(
    "only_made_on_one_path",
    "falsetrue",
    'let $run = veil((b: bool) -> b && veil(() -> READ(v) != "never")()); run(false).to_str() + run(true).to_str()',
  ),
  plain(
    "projected_from_list",
    "MADEMADE",
    "{ let vs: [TYPE] = [other(), made()]; let $v = vs[1]; let $f = veil(() -> READ(v)); vs = []; f() + f() }",
  ),
  plain(
    "taken_out_of_option",
    "MADEMADE",
    '{ let $o: Option<TYPE> = Some(made()); let $f = match o { Some(v) -> () -> READ(v), None -> () -> "none" }; f() + f() }',
  ),
  plain(
    "taken_out_of_tuple",
    "1MADE1MADE",
    "{ let $t: (TYPE, int, TYPE) = (made(), 1, other()); let ($v, $n, _) = t; let $f = veil(() -> n.to_str() + READ(v)); f() + f() }",
  ),
];

/** What the body does with it (CL-5, CL-6, RC-9, RC-11). */
const BODIES: readonly CaptureUse[] = [
  withV(
    "given_back",
    "MADEMADE",
    "let $f = veil(() -> v); let $w = f(); let $x = f(); READ(w) + READ(x)",
  ),
  plain(
    "given_back_hidden",
    "MADEMADE",
    "{ let $f = back_hidden(v: made(), n: 3); let $w = f(); READ(w) + { let $x = f(); READ(x) } }",
    `@back_hidden (v: TYPE, n: int) -> () -> TYPE = {
    let $f = veil(() -> v);
    if n == 0 then f else { let $g = back_hidden(v: f(), n: n - 1); veil(() -> g()) }
}`,
  ),
  withV(
    "aliased_in_body",
    "MADEMADEMADEMADE",
    "let $f = veil(() -> { let $a = v; let $b = a; READ(b) + READ(a) }); f() + f()",
  ),
  withV(
    "shadowed_and_changed_in_body",
    "MADEOTHERMADEOTHER",
    "let $f = veil(() -> { let w = v; let $before = READ(w); w = other(); before + READ(w) }); f() + f()",
  ),
  withV(
    "stored_by_body",
    "MADEMADE",
    "let $f = veil(() -> [v, v, other()]); let $xs = f(); let $ys = f(); let $a = xs[0]; let $b = ys[1]; READ(a) + READ(b)",
  ),
  withV(
    "wrapped_by_body",
    "1MADEfalse",
    'let $f = veil((b: bool) -> if b then Some((v, 1)) else None); match f(true) { Some((w, n)) -> n.to_str() + READ(w), None -> "none" } + f(false).is_some().to_str()',
  ),
  withV(
    "passed_by_body_to_owner",
    "22",
    "let $f = veil(() -> keep_owned(v:)); f().len().to_str() + f().len().to_str()",
    "@keep_owned (v: TYPE) -> [TYPE] = [v, v];",
  ),
  withV(
    "passed_by_body_to_borrower",
    "MADEMADE",
    "let $f = veil(() -> look_at(v:)); f() + f()",
    "@look_at (v: TYPE) -> str = READ(v);",
  ),
  withV(
    "read_in_one_branch_of_body",
    "MADEnotMADE",
    'let $f = veil((b: bool) -> if b then READ(v) else "not"); f(true) + f(false) + f(true)',
  ),
  withV(
    "read_in_loop_of_body",
    "MADEMADEMADE",
    'let $f = veil((n: int) -> { let all = ""; for _ in 0..n do all += READ(v); all }); f(0) + f(2) + f(1)',
  ),
  withF("equality_of_results", "true", "(f() == f() && f() <= f()).to_str()"),
];

/** A panic ends it (UW-4). */
const PANICS: readonly CaptureUse[] = [
  withF(
    "dropped_by_panic",
    "",
    "catch(expr: fail_after(f:)).is_err().to_str().slice(start: 0, end: 0)",
    '@fail_after (f: () -> str) -> str = { let $g = veil(() -> f()); if g() == "never" then f() else panic(msg: "stop " + g()) }',
  ),
  withV(
    "panic_in_body",
    "MADE5 division by zeroMADE2",
    'let $f = veil((n: int) -> READ(v) + (10 / n).to_str()); f(2) + match catch(expr: f(0)) { Ok(s) -> s, Err(m) -> " " + m } + f(5)',
  ),
  withV(
    "panic_in_body_after_move",
    "MADEindex",
    "let $f = veil((n: int) -> { let $xs = [v, v]; let $w = xs[n]; READ(w) }); f(1) + match catch(expr: f(2)) { Ok(s) -> s, Err(m) -> m.slice(start: 0, end: 5) }",
  ),
  withV(
    "panic_under_hof",
    "MADEMADE",
    "let $f = veil((n: int) -> if n == 3 then panic(msg: READ(v)) else READ(v)); match catch(expr: [1, 2, 3, 4].map(transform: f)) { Ok(xs) -> xs.len().to_str(), Err(m) -> m } + f(1)",
  ),
  withV(
    "panic_under_chain",
    "division by zero",
    "let $r = catch(expr: (0..5).iter().map(n -> 10 / (3 - n)).map(n -> n.to_str() + READ(v)).collect()); match r { Ok(xs) -> xs.len().to_str(), Err(m) -> m }",
  ),
  withV(
    "panic_with_closures_in_list",
    "true",
    "let $r = catch(expr: { let $fs = for i in 0..3 yield () -> i.to_str() + READ(v); fs[3]() }); r.is_err().to_str()",
  ),
  withV(
    "panic_in_argument",
    "division by zero",
    'let $f = veil((a: str, b: int) -> a + READ(v) + b.to_str()); let $zero = f("", 0).len() * 0; match catch(expr: f("heap argument ".repeat(count: 2), 1 / zero)) { Ok(s) -> s, Err(m) -> m }',
  ),
  withV(
    "panic_in_nested_catch",
    "MADEMADE",
    'let $f = veil(() -> match catch(expr: panic(msg: READ(v))) { Ok(_) -> "no", Err(m) -> m + READ(v) }); match catch(expr: panic(msg: f())) { Ok(_) -> "no", Err(m) -> m }',
  ),
  plain(
    "panic_while_currying",
    "MADE2true",
    "{ let $f = veil((v: TYPE) -> (n: int) -> (m: int) -> READ(v) + (n / m).to_str()); let $g = f(made())(6); g(3) + catch(expr: g(0)).is_err().to_str() }",
  ),
];

/** All of them. */
export const BODY_USES: readonly CaptureUse[] = [
  ...NESTED,
  ...unveiled(NESTED),
  ...SOURCES,
  ...BODIES,
  ...unveiled(BODIES),
  ...PANICS,
];
