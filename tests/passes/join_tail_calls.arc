# `even` is what others call: it takes in `odd`, which nothing needs then. The call of `even` in `twice` is no tail call.
pass joinTailCalls
type int = scalar int
type bool = scalar bool
type void = unit

fn main() -> void {
bb0 entry:
  %0: int = Const 10
  %1: bool = Apply @even(%0)
  %2: bool = Apply @twice(%0)
  %3: int = Apply @first(%0)
  %4: int = Apply @second(%0, %0)
  %5: void = Const unit
  Return %5
}
fn even(%0 n: int borrowed) -> bool {
bb0 entry:
  %1: int = Const 0
  %2: bool = Prim int_eq(%0, %1)
  Branch %2, bb1, bb2
bb1 then:
  %3: bool = Const true
  Jump bb3(%3)
bb2 else:
  %4: int = Const 1
  %5: int = CheckedPrim int_sub(%0, %4)
  %6: bool = Apply @odd(%5)
  Jump bb3(%6)
bb3(%7: bool) join:
  Return %7
}
fn odd(%0 n: int borrowed) -> bool {
bb0 entry:
  %1: int = Const 1
  %2: int = CheckedPrim int_sub(%0, %1)
  %3: bool = Apply @even(%2)
  Return %3
}
fn twice(%0: int borrowed) -> bool {
bb0 entry:
  %1: bool = Apply @even(%0)
  %2: bool = Prim bool_not(%1)
  Return %2
}
# Both are called by others: a function takes in both and is told where to start.
fn first(%0 n: int borrowed) -> int {
bb0 entry:
  %1: int = Apply @second(%0, %0)
  Return %1
}
fn second(%0 n: int borrowed, %1 m: int borrowed) -> int {
bb0 entry:
  %2: bool = Prim int_lt(%0, %1)
  Branch %2, bb1, bb2
bb1:
  %3: int = Apply @first(%1)
  Return %3
bb2:
  %4: int = Apply @second(%1, %0)
  Return %4
}
main @main

==>
phase lowered
type int = scalar int
type bool = scalar bool
type void = unit
type `call<first, second>` = sum { to0 { 0: int }, to1 { 0: int, 1: int } }

fn main() -> void {
bb0 entry:
  %0: int = Const 10
  %1: bool = Apply @even(%0)
  %2: bool = Apply @twice(%0)
  %3: int = Apply @first(%0)
  %4: int = Apply @second(%0, %0)
  %5: void = Const unit
  Return %5
}

fn even(%0 n: int borrowed) -> bool {
bb0 entry:
  Jump bb1(%0)
bb1(%3 n: int):
  %1: int = Const 0
  %2: bool = Prim int_eq(%3, %1)
  Branch %2, bb2, bb4
bb2 then:
  %4: bool = Const true
  Jump bb3(%4)
bb3(%8: bool) join:
  Return %8
bb4 else:
  %5: int = Const 1
  %6: int = CheckedPrim int_sub(%3, %5)
  Jump bb5(%6)
bb5(%11 n: int):
  %9: int = Const 1
  %10: int = CheckedPrim int_sub(%11, %9)
  Jump bb1(%10)
}

fn odd(%0 n: int borrowed) -> bool {
bb0 entry:
  %1: int = Const 1
  %2: int = CheckedPrim int_sub(%0, %1)
  %3: bool = Apply @even(%2)
  Return %3
}

fn twice(%0: int borrowed) -> bool {
bb0 entry:
  %1: bool = Apply @even(%0)
  %2: bool = Prim bool_not(%1)
  Return %2
}

fn first(%0 n: int borrowed) -> int {
bb0 entry:
  %1: `call<first, second>` = Construct #0(%0)
  %2: int = Apply @first.joined(%1)
  Return %2
}

fn second(%0 n: int borrowed, %1 m: int borrowed) -> int {
bb0 entry:
  %2: `call<first, second>` = Construct #1(%0, %1)
  %3: int = Apply @first.joined(%2)
  Return %3
}

fn first.joined(%0: `call<first, second>` borrowed) -> int {
bb0 entry:
  %8: int = Tag %0
  Switch %8 { 0: bb1, 1: bb2 }
bb1:
  %9: int = Project %0#0.0
  Jump bb5(%9)
bb2:
  %10: int = Project %0#1.0
  %11: int = Project %0#1.1
  Jump bb3(%10, %11)
bb3(%4 n: int, %5 m: int):
  %3: bool = Prim int_lt(%4, %5)
  Branch %3, bb4, bb6
bb4:
  Jump bb5(%5)
bb5(%2 n: int):
  Jump bb3(%2, %2)
bb6:
  Jump bb3(%5, %4)
}

main @main
