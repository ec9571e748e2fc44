# A call whose result only goes into cells that are returned becomes a jump: the cells are made before, with an empty field.
pass loopTailCalls
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }
# One cell; what is made between the call and the cell moves in front of it.
fn range(%0 n: int borrowed) -> L {
bb0:
  %1: int = Const 0
  %2: bool = Prim int_eq(%0, %1)
  Branch %2, bb1, bb2
bb1:
  %3: L = Construct #0()
  Return %3
bb2:
  %4: int = Const 1
  %5: int = CheckedPrim int_sub(%0, %4)
  %6: L = Apply @range(%5)
  %7: int = Prim int_wrap_add(%0, %4)
  %8: L = Construct #1(%7, %6)
  Return %8
}
# Two cells, and a block between the inner one and the outer one that another way comes to as well.
fn chain(%0 n: int borrowed, %1 b: bool borrowed) -> L {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: L = Construct #0()
  Jump bb3(%2)
bb2 region 1 else:
  %3: L = Apply @chain(%0, %1)
  %4: L = Construct #1(%0, %3)
  Jump bb3(%4)
bb3(%5: L) region 1 join:
  %6: int = Const 7
  %7: L = Construct #1(%6, %5)
  Return %7
}
# Two sites with different fields, and a plain tail call.
fn sites(%0 t: T borrowed, %1 x: int borrowed) -> T {
bb0:
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1:
  Return %0
bb2:
  %3: T = Project %0#1.0
  %4: int = Project %0#1.1
  %5: T = Project %0#1.2
  Switch %4 { 0: bb3, 1: bb4, else: bb5 }
bb3:
  %6: T = Apply @sites(%3, %1)
  %7: T = Construct #1(%6, %4, %5)
  Return %7
bb4:
  %8: T = Apply @sites(%5, %4)
  %9: T = Construct #1(%3, %4, %8)
  Return %9
bb5:
  %10: T = Apply @sites(%3, %4)
  Return %10
}
# The last of two calls.
fn both(%0 t: T borrowed) -> T {
bb0:
  %1: T = Project %0#1.0
  %2: T = Apply @both(%1)
  %3: int = Project %0#1.1
  %4: T = Project %0#1.2
  %5: T = Apply @both(%4)
  %6: T = Construct #1(%2, %3, %5)
  Return %6
}
==>
phase lowered
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }
type int = scalar int
type bool = scalar bool
type builder<L> = builder L
type builder<T> = builder T

fn range(%0 n: int borrowed) -> L {
  region 1 loop in 0
bb0 region 1 preheader:
  %14: builder<L> = Const empty
  Jump bb1(%0, %14)
bb1(%13 n: int, %9: builder<L>) region 1 header:
  %1: int = Const 0
  %2: bool = Prim int_eq(%13, %1)
  Branch %2, bb2, bb3
bb2 region 1 exit:
  %3: L = Construct #0()
  %12: L = Finish %9 with %3
  Return %12
bb3 region 1 latch:
  %4: int = Const 1
  %5: int = CheckedPrim int_sub(%13, %4)
  %7: int = Prim int_wrap_add(%13, %4)
  %10: L = Const empty
  %8: L = Construct #1(%7, %10)
  %11: builder<L> = Extend %9 by %8#1.1
  Jump bb1(%5, %11)
}

fn chain(%0 n: int borrowed, %1 b: bool borrowed) -> L {
  region 2 loop in 0
bb0 region 2 preheader:
  %18: builder<L> = Const empty
  Jump bb1(%0, %1, %18)
bb1(%16 n: int, %17 b: bool, %10: builder<L>) region 2 header:
  Branch %17, bb2, bb4
bb2 region 2 exit:
  %2: L = Construct #0()
  Jump bb3(%2)
bb3(%5: L):
  %6: int = Const 7
  %7: L = Construct #1(%6, %5)
  %15: L = Finish %10 with %7
  Return %15
bb4 region 2 latch:
  %8: int = Const 7
  %11: L = Const empty
  %9: L = Construct #1(%8, %11)
  %12: builder<L> = Extend %10 by %9#1.1
  %13: L = Const empty
  %4: L = Construct #1(%16, %13)
  %14: builder<L> = Extend %12 by %4#1.1
  Jump bb1(%16, %17, %14)
}

fn sites(%0 t: T borrowed, %1 x: int borrowed) -> T {
  region 1 loop in 0
bb0 region 1 preheader:
  %19: builder<T> = Const empty
  Jump bb1(%0, %1, %19)
bb1(%17 t: T, %18 x: int, %11: builder<T>) region 1 header:
  %2: int = Tag %17
  Switch %2 { 0: bb2, 1: bb3 }
bb2 region 1 exit:
  %16: T = Finish %11 with %17
  Return %16
bb3 region 1 body:
  %3: T = Project %17#1.0
  %4: int = Project %17#1.1
  %5: T = Project %17#1.2
  Switch %4 { 0: bb4, 1: bb5, else: bb6 }
bb4 region 1 body:
  %12: T = Const empty
  %7: T = Construct #1(%12, %4, %5)
  %13: builder<T> = Extend %11 by %7#1.0
  Jump bb7(%3, %18, %13)
bb5 region 1 body:
  %14: T = Const empty
  %9: T = Construct #1(%3, %4, %14)
  %15: builder<T> = Extend %11 by %9#1.2
  Jump bb7(%5, %4, %15)
bb6 region 1 body:
  Jump bb7(%3, %4, %11)
bb7(%20 t: T, %21 x: int, %22: builder<T>) region 1 latch:
  Jump bb1(%20, %21, %22)
}

fn both(%0 t: T borrowed) -> T {
  region 1 loop in 0
bb0 region 1 preheader:
  %11: builder<T> = Const empty
  Jump bb1(%0, %11)
bb1(%10 t: T, %7: builder<T>) region 1 header:
  %1: T = Project %10#1.0
  %2: T = Apply @both(%1)
  %3: int = Project %10#1.1
  %4: T = Project %10#1.2
  %8: T = Const empty
  %6: T = Construct #1(%2, %3, %8)
  %9: builder<T> = Extend %7 by %6#1.2
  Jump bb2(%4, %9)
bb2(%12 t: T, %13: builder<T>) region 1 latch:
  Jump bb1(%12, %13)
}
