/** Uses of a closure: how it is called, where it is kept, who gets it. The rows are written as `capture_use.ts` says. */
import { type CaptureUse, plain, unveiled, withF, withV } from "./capture_use.ts";

/** How often it is called (CL-1, CL-3). */
const CALLED: readonly CaptureUse[] = [
  withF("never_called", "", '""'),
  withF("called_once", "MADE", "f()"),
  withF("called_twice", "MADEMADE", "f() + f()"),
  withF("called_in_loop", "MADEMADEMADEMADE", 'let all = ""; for _ in 0..4 do all += f(); all'),
  withF(
    "called_in_while",
    "MADEMADEMADE",
    'let all = ""; let i = 0; while i < 3 do { all = all + f(); i += 1 }; all',
  ),
  withF("called_in_yield", "MADEMADEMADE", '(for _ in 0..3 yield f()).join(sep: "")'),
  withF("called_if_needed", "MADE", 'if f().len() < 0 && f() == "" || false then f() else f()'),
  withF("called_in_template", "MADEMADE", "`{f()}{f()}`"),
  withF(
    "called_hidden",
    "MADEMADE",
    "let $g = hide_called_hidden(f:, n: 2); g() + g()",
    `@hide_called_hidden (f: () -> str, n: int) -> () -> str = {
    let $g = if n <= 0 then f else hide_called_hidden(f:, n: n - 1);
    if g().len() < 0 then f else g
}`,
  ),
  withF("called_after_source_died", "MADEMADE", "let $g = { let $h = f; h }; g() + g()"),
  withV("method", "METHOD/METHOD", 'let $f = veil(() -> METHOD(v)); f() + "/" + f()'),
  withV(
    "method_with_params",
    "1oneMETHODMADE2two two two two two two two two two METHODMADE",
    `let $f = veil((n: int, s: str) -> \`{n}{s}\` + METHOD(v) + READ(v)); f(1, "one") + f(2, "two ".repeat(count: 9))`,
  ),
  withV("immediately_called", "now MADE", '((s: str) -> s + READ(v))("now ")'),
];

/** Functions that give it back (CL-9). */
const RETURNED: readonly CaptureUse[] = [
  plain(
    "returned",
    "MADEMADE",
    "{ let $f = make_returned(); f() + f() }",
    "@make_returned () -> () -> str = { let $v: TYPE = made(); veil(() -> READ(v)) }",
  ),
  plain(
    "result_called_directly",
    "MADEMADE",
    "make_direct()() + make_direct()()",
    "@make_direct () -> () -> str = { let $v: TYPE = made(); veil(() -> READ(v)) }",
  ),
  plain(
    "returned_param",
    "MADEOTHERMADE",
    "{ let $v = made(); let $f = make_param(v:); let $g = make_param(v: other()); f() + g() + f() }",
    "@make_param (v: TYPE) -> () -> str = veil(() -> READ(v));",
  ),
  plain(
    "returned_and_source_used",
    "3MADEMADE4MADE",
    "{ let $v = made(); let $f = make_used(v:, n: 2); f(1) + READ(v) + f(2) }",
    "@make_used (v: TYPE, n: int) -> (int) -> str = veil((i: int) -> (i + n).to_str() + READ(v));",
  ),
  plain(
    "returned_by_generic",
    "MADEused",
    "{ let $f = make_generic(v: made()); let $w: TYPE = f(); READ(w) + f().use_it() }",
    `@make_generic<T> (v: T) -> () -> T = veil(() -> v);
extend<T> T { @use_it (self) -> str = "used"; }`,
  ),
  plain(
    "returned_from_branch",
    "MADEwithout",
    "make_branch(v: made(), b: true)() + make_branch(v: made(), b: false)()",
    '@make_branch (v: TYPE, b: bool) -> () -> str = if b then veil(() -> READ(v)) else () -> "without";',
  ),
  plain(
    "returned_by_method",
    "MADEOTHER",
    "Keeper_method { v: made() }.reader()() + Keeper_method { v: other() }.reader()()",
    `type Keeper_method = { v: TYPE }
impl Keeper_method { @reader (self) -> () -> str = veil(() -> READ(self.v)); }`,
  ),
  plain(
    "returned_early",
    "MADEnone",
    '(early(v: made(), n: 1).unwrap_or(() -> "none"))() + (early(v: made(), n: 0).unwrap_or(() -> "none"))()',
    `@positive (n: int) -> Option<int> = if n > 0 then Some(n) else None;
@early (v: TYPE, n: int) -> Option<() -> str> = {
    let $f = veil(() -> READ(v));
    let $m = positive(n)?;
    if m > 5 then None else Some(f)
}`,
  ),
  plain(
    "returned_from_tail_call",
    "MADE",
    'turns(f: () -> "start", v: made(), n: 1000)()',
    `@turns (f: () -> str, v: TYPE, n: int) -> () -> str =
    if n == 0 then f else turns(f: veil(() -> READ(v)), v:, n: n - 1);`,
  ),
  withV(
    "break_value",
    "MADEMADE",
    "let i = 0; let $f = loop { let $g = veil(() -> READ(v)); if i == 2 then break g; i += 1 }; f() + f()",
  ),
];

/** Where it is kept (CL-1). */
const STORED: readonly CaptureUse[] = [
  withF(
    "in_struct",
    "MADEMADE",
    'let $h = Holder_struct { f, tag: "t" }; h.f() + (h.f)()',
    "type Holder_struct = { f: () -> str, tag: str }",
  ),
  withF(
    "in_struct_replaced",
    "MADE",
    'let h = Holder_replaced { f, tag: "t" }; h.f = () -> ""; f() + h.f()',
    "type Holder_replaced = { f: () -> str, tag: str }",
  ),
  withF("in_list", "MADEMADEMADE", "let $fs = [f, f]; fs[0]() + fs[1]() + fs[0]()"),
  withF(
    "in_list_pushed",
    "MADEMADEMADE",
    'let fs = []; for _ in 0..3 do fs = fs.push(f); let all = ""; for g in fs do all += g(); all',
  ),
  withF(
    "in_list_replaced",
    "MADE",
    'let fs = [f, f, f]; fs[0] = () -> ""; fs[1] = () -> ""; fs[0]() + fs[1]() + fs[2]()',
  ),
  withF(
    "in_list_dropped",
    "",
    "let fs = [f, f]; fs = []; `{fs.len() > 0}`.slice(start: 0, end: 0)",
  ),
  withF("in_list_of_lists", "MADEMADE", "let $fs = [[f], [], [f]]; fs[0][0]() + fs[2][0]()"),
  withF("in_map", "MADEMADE", 'let $m = { "a": f, "b": f }; m["a"].unwrap()() + m["b"].unwrap()()'),
  withF(
    "in_map_replaced",
    "MADE",
    'let m = { "a": f }; m = m.insert("a", () -> ""); m = m.insert("b", f); m["a"].unwrap()() + m["b"].unwrap()()',
  ),
  withF(
    "in_option",
    "MADEMADE",
    'let $o = Some(f); (match o { Some(g) -> g(), None -> "none" }) + o.unwrap()()',
  ),
  withF(
    "in_result",
    "MADE",
    "let $r: Result<() -> str, str> = Ok(f); match r { Ok(g) -> g(), Err(e) -> e }",
  ),
  withF("in_tuple", "MADEMADE", "let $t = (f, 1, f); let ($g, _, _) = t; g() + (t.2)()"),
  withF(
    "in_sum",
    "MADEMADE",
    "let $t = Then_sum(f, next: Then_sum(f, next: Done_sum)); chain_sum(t)",
    `type Chain_sum = Done_sum | Then_sum(f: () -> str, next: Chain_sum);
@chain_sum (c: Chain_sum) -> str = match c { Done_sum -> "", Then_sum(f, next) -> f() + chain_sum(next) }`,
  ),
  withF(
    "in_iterator",
    "MADEMADE",
    'let $it = [1, 2].iter().map(_ -> f()); it.collect().join(sep: "")',
  ),
  withF(
    "in_iterator_not_consumed",
    "MADE",
    "let $it = [1, 2].iter().map(_ -> f()); let (first, _) = it.next(); first.unwrap()",
  ),
];

/** Who gets it (CL-10). */
const PASSED: readonly CaptureUse[] = [
  withF("passed", "MADE", "apply_passed(f:)", "@apply_passed (f: () -> str) -> str = f();"),
  withF(
    "passed_twice",
    "MADEMADEMADEMADE",
    "twice_passed(f:) + twice_passed(f:)",
    "@twice_passed (f: () -> str) -> str = f() + f();",
  ),
  withF("passed_never_called", "", "ignored(f:)", '@ignored (f: () -> str) -> str = "";'),
  withF(
    "passed_on",
    "MADEMADEMADE",
    "pass_on(f:)",
    `@passed_last (f: () -> str) -> str = f();
@pass_on (f: () -> str) -> str = passed_last(f:) + passed_last(f: () -> f()) + f();`,
  ),
  withF(
    "passed_down_recursion",
    "MADEMADEMADEMADEMADEMADE",
    "sink(f:, n: 5)",
    "@sink (f: () -> str, n: int) -> str = if n == 0 then f() else f() + sink(f:, n: n - 1);",
  ),
  withF(
    "passed_twice_at_once",
    "MADEMADE",
    "both_at_once(f:, g: f)",
    "@both_at_once (f: () -> str, g: () -> str) -> str = f() + g();",
  ),
  withF("to_map", "MADEMADEMADE", '[1, 2, 3].map(transform: _ -> f()).join(sep: "")'),
  withF(
    "to_filter",
    "MADE",
    '[1, 2].filter(predicate: i -> i > 1 && f() == f()).map(transform: _ -> f()).join(sep: "")',
  ),
  withF("to_fold", "MADEMADE", '[1, 2].fold(initial: "", op: (acc, _) -> acc + f())'),
  withF(
    "to_nested_hofs",
    "MADEMADEMADEMADE",
    '[1, 2].map(transform: _ -> [1, 2].map(transform: _ -> f()).join(sep: "")).join(sep: "")',
  ),
  withF(
    "to_chain",
    "MADEMADE",
    '(0..6).iter().map(i -> (i, f())).filter(p -> p.0 % 3 == 0).map(p -> p.1).join(sep: "")',
  ),
  withF("to_option_map", "MADE", "Some(1).map(transform: _ -> f()).unwrap()"),
  withV(
    "inline_lambda",
    "8MADE9MADEMADEMADE",
    "apply_inline(f: n -> n.to_str() + READ(v)) + apply_inline(f: n -> READ(v))",
    "@apply_inline (f: (int) -> str) -> str = f(8) + f(9);",
  ),
  withV(
    "with_its_capture",
    "MADEMADEMADEOTHERMADEMADE",
    "let $f = veil((w: TYPE) -> READ(v) + READ(w)); f(v) + f(other()) + f(v)",
  ),
  withV(
    "with_its_capture_to_function",
    "MADEMADEMADE",
    "both_given(v:, f: w -> READ(w) + READ(v))",
    "@both_given (v: TYPE, f: (TYPE) -> str) -> str = f(v) + READ(v);",
  ),
];

/** Given its arguments one by one (CL-13). */
const CURRIED: readonly CaptureUse[] = [
  plain(
    "curried",
    "1MADE2MADE3OTHER",
    "{ let $f = veil((v: TYPE) -> (n: int) -> n.to_str() + READ(v)); let $g = f(made()); g(1) + g(2) + f(other())(3) }",
  ),
  plain(
    "curried_thrice",
    "MADE1OTHERMADE2MADEMADE3OTHER",
    "{ let $f = veil((v: TYPE) -> (w: TYPE) -> (n: int) -> READ(v) + n.to_str() + READ(w)); let $g = f(made()); let $h = g(other()); h(1) + g(made())(2) + h(3) }",
  ),
  plain(
    "curried_not_finished",
    "started",
    '{ let $f = veil((v: TYPE) -> veil(() -> READ(v))); let $g = f(made()); f(other()); "started" }',
  ),
  plain(
    "curried_function",
    "MADEOTHERMADEMADEOTHEROTHER",
    "{ let $g = curry(v: made()); g(other())() + g(made())() + curry(v: other())(other())() }",
    "@curry (v: TYPE) -> (TYPE) -> () -> str = veil((w: TYPE) -> () -> READ(v) + READ(w));",
  ),
];

/** All of them. */
export const CLOSURE_USES: readonly CaptureUse[] = [
  ...CALLED,
  ...unveiled(CALLED),
  ...RETURNED,
  ...STORED,
  ...PASSED,
  ...CURRIED,
];
