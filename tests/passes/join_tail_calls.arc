# `even` is what others call: it takes in `odd`, which nothing needs then. The call of `even` in `twice` is no tail call.
pass joinTailCalls
type int = scalar int
type bool = scalar bool
type void = unit

fn main() -> void {
bb0:
  %0: int = Const 10
  %1: bool = Apply @even(%0)
  %2: bool = Apply @twice(%0)
  %3: int = Apply @first(%0)
  %4: int = Apply @second(%0, %0)
  %5: void = Const unit
  Return %5
}
fn even(%0 n: int borrowed) -> bool {
  region 1 join in 0
bb0:
  %1: int = Const 0
  %2: bool = Prim int_eq(%0, %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %3: bool = Const true
  Jump bb3(%3)
bb2 region 1 else:
  %4: int = Const 1
  %5: int = CheckedPrim int_sub(%0, %4)
  %6: bool = Apply @odd(%5)
  Jump bb3(%6)
bb3(%7: bool) region 1 join:
  Return %7
}
fn odd(%0 n: int borrowed) -> bool {
bb0:
  %1: int = Const 1
  %2: int = CheckedPrim int_sub(%0, %1)
  %3: bool = Apply @even(%2)
  Return %3
}
fn twice(%0: int borrowed) -> bool {
bb0:
  %1: bool = Apply @even(%0)
  %2: bool = Prim bool_not(%1)
  Return %2
}
# Both are called by others: a function takes in both and is told where to start.
fn first(%0 n: int borrowed) -> int {
bb0:
  %1: int = Apply @second(%0, %0)
  Return %1
}
fn second(%0 n: int borrowed, %1 m: int borrowed) -> int {
bb0:
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

fn main() -> void {
bb0:
  %0: int = Const 10
  %1: bool = Apply @even(%0)
  %2: bool = Apply @twice(%0)
  %3: int = Apply @first(%0)
  %4: int = Apply @second(%0, %0)
  %5: void = Const unit
  Return %5
}

fn even(%0 n: int borrowed) -> bool {
  region 2 loop in 0
bb0 region 2 preheader:
  Jump bb1(%0)
bb1(%3 n: int) region 2 header:
  %1: int = Const 0
  %2: bool = Prim int_eq(%3, %1)
  Branch %2, bb2, bb4
bb2 region 2 exit:
  %4: bool = Const true
  Jump bb3(%4)
bb3(%8: bool):
  Return %8
bb4 region 2 body:
  %5: int = Const 1
  %6: int = CheckedPrim int_sub(%3, %5)
  Jump bb5(%6)
bb5(%11 n: int) region 2 latch:
  %9: int = Const 1
  %10: int = CheckedPrim int_sub(%11, %9)
  Jump bb1(%10)
}

fn odd(%0 n: int borrowed) -> bool {
bb0:
  %1: int = Const 1
  %2: int = CheckedPrim int_sub(%0, %1)
  %3: bool = Apply @even(%2)
  Return %3
}

fn twice(%0: int borrowed) -> bool {
bb0:
  %1: bool = Apply @even(%0)
  %2: bool = Prim bool_not(%1)
  Return %2
}

fn first(%0 n: int borrowed) -> int {
  region 1 loop in 0
  region 2 loop in 1
bb0 region 1 preheader:
  Jump bb1(%0)
bb1(%2 n: int) region 1 header:
  Jump bb2(%2, %2)
bb2(%4 n: int, %5 m: int) region 2 header:
  %3: bool = Prim int_lt(%4, %5)
  Branch %3, bb3, bb4
bb3 region 1 latch:
  Jump bb1(%5)
bb4 region 2 latch:
  Jump bb2(%5, %4)
}

fn second(%0 n: int borrowed, %1 m: int borrowed) -> int {
  region 1 loop in 0
bb0 region 1 preheader:
  Jump bb1(%0, %1)
bb1(%3 n: int, %4 m: int) region 1 header:
  %2: bool = Prim int_lt(%3, %4)
  Branch %2, bb2, bb4
bb2 region 1 body:
  Jump bb3(%4)
bb3(%8 n: int) region 1 body:
  Jump bb5(%8, %8)
bb4 region 1 body:
  Jump bb5(%4, %3)
bb5(%9 n: int, %10 m: int) region 1 latch:
  Jump bb1(%9, %10)
}

main @main
