# The call whose result is only returned becomes a jump, also through a join; the other one stays.
pass loopTailCalls
fn gcd(%0 a: int borrowed, %1 b: int borrowed) -> int {
  region 1 join in 0
bb0:
  %2: int = Const 0
  %3: bool = Prim int_eq(%1, %2)
  Branch %3, bb1, bb2
bb1 region 1 then:
  Jump bb3(%0)
bb2 region 1 else:
  %4: int = CheckedPrim int_rem(%0, %1)
  %5: int = Apply @gcd(%1, %4)
  Jump bb3(%5)
bb3(%6: int) region 1 join:
  Return %6
}
fn sum(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @sum(%0)
  %2: int = Prim int_wrap_add(%0, %1)
  Return %2
}
==>
phase lowered
type int = scalar int
type bool = scalar bool

fn gcd(%0 a: int borrowed, %1 b: int borrowed) -> int {
  region 2 loop in 0
bb0 region 2 preheader:
  Jump bb1(%0, %1)
bb1(%7 a: int, %8 b: int) region 2 header:
  %2: int = Const 0
  %3: bool = Prim int_eq(%8, %2)
  Branch %3, bb2, bb4
bb2 region 2 exit:
  Jump bb3(%7)
bb3(%6: int):
  Return %6
bb4 region 2 latch:
  %4: int = CheckedPrim int_rem(%7, %8)
  Jump bb1(%8, %4)
}

fn sum(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @sum(%0)
  %2: int = Prim int_wrap_add(%0, %1)
  Return %2
}
