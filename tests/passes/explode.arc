# A loop over a record keeps the fields in variables.
pass explode
type [int] = list int
type State = struct { items: [int], count: int }
fn main(%0: State borrowed, %1: int borrowed) -> int {
  region 1 loop in 0
bb0:
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%0)
bb2(%2 state: State) region 1 header:
  %3: int = Project %2.1
  %4: bool = Prim int_lt(%3, %1)
  Branch %4, bb3, bb4
bb3 region 1 body:
  %5: [int] = Project %2.0
  %6: [int] = Intrinsic list_push of int(own %5, own %3)
  %7: int = Prim int_wrap_add(%3, %1)
  %8: State = Construct(%6, %7)
  Jump bb5
bb4 region 1 exit:
  %9: [int] = Project %2.0
  %10: int = Intrinsic list_len of int(ref %9)
  Return %10
bb5 region 1 latch:
  Jump bb2(%8)
}

# One variant alone flows in and is read: its payload goes alone. A second variant, or a question, keeps the sum whole.
type Shape = sum { Dot {}, Line { length: int }, Box { width: int, height: int } }
fn one_variant(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: Shape = Construct #2(%0, %0)
  Jump bb3(%2)
bb2 region 1 else:
  %3: int = Const 1
  %4: Shape = Construct #2(%3, %0)
  Jump bb3(%4)
bb3(%5: Shape) region 1 join:
  Jump bb4(%5)
bb4(%6: Shape):
  %7: int = Project %6#2.0
  %8: int = Project %6#2.1
  %9: int = Prim int_wrap_add(%7, %8)
  Return %9
}
fn two_variants(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: Shape = Construct #2(%0, %0)
  Jump bb3(%2)
bb2 region 1 else:
  %4: Shape = Construct #1(%0)
  Jump bb3(%4)
bb3(%5: Shape) region 1 join:
  %7: int = Project %5#1.0
  Return %7
}
fn asked(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: Shape = Construct #1(%0)
  Jump bb3(%2)
bb2 region 1 else:
  %3: int = Const 1
  %4: Shape = Construct #1(%3)
  Jump bb3(%4)
bb3(%5: Shape) region 1 join:
  %6: int = Tag %5
  %7: int = Project %5#1.0
  %8: int = Prim int_wrap_add(%6, %7)
  Return %8
}
fn unknown(%0: Shape borrowed, %1: bool borrowed, %2: int borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  Jump bb3(%0)
bb2 region 1 else:
  %4: Shape = Construct #1(%2)
  Jump bb3(%4)
bb3(%5: Shape) region 1 join:
  %7: int = Project %5#1.0
  Return %7
}
==>
phase lowered
type [int] = list int
type State = struct { items: [int], count: int }
type Shape = sum { Dot {}, Line { length: int }, Box { width: int, height: int } }
type int = scalar int
type bool = scalar bool

fn main(%0: State borrowed, %1: int borrowed) -> int {
  region 1 loop in 0
bb0:
  Jump bb1
bb1 region 1 preheader:
  %13: [int] = Project %0.0
  %14: int = Project %0.1
  Jump bb2(%13, %14)
bb2(%11 state.items: [int], %12 state.count: int) region 1 header:
  %4: bool = Prim int_lt(%12, %1)
  Branch %4, bb3, bb4
bb3 region 1 body:
  %6: [int] = Intrinsic list_push of int(own %11, own %12)
  %7: int = Prim int_wrap_add(%12, %1)
  Jump bb5
bb4 region 1 exit:
  %10: int = Intrinsic list_len of int(ref %11)
  Return %10
bb5 region 1 latch:
  Jump bb2(%6, %7)
}

fn one_variant(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  Jump bb3(%0)
bb2 region 1 else:
  %3: int = Const 1
  Jump bb3(%3)
bb3(%10: int) region 1 join:
  Jump bb4
bb4:
  %9: int = Prim int_wrap_add(%10, %0)
  Return %9
}

fn two_variants(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: Shape = Construct #2(%0, %0)
  Jump bb3(%2)
bb2 region 1 else:
  %4: Shape = Construct #1(%0)
  Jump bb3(%4)
bb3(%5: Shape) region 1 join:
  %7: int = Project %5#1.0
  Return %7
}

fn asked(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: Shape = Construct #1(%0)
  Jump bb3(%2)
bb2 region 1 else:
  %3: int = Const 1
  %4: Shape = Construct #1(%3)
  Jump bb3(%4)
bb3(%5: Shape) region 1 join:
  %6: int = Tag %5
  %7: int = Project %5#1.0
  %8: int = Prim int_wrap_add(%6, %7)
  Return %8
}

fn unknown(%0: Shape borrowed, %1: bool borrowed, %2: int borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  Jump bb3(%0)
bb2 region 1 else:
  %4: Shape = Construct #1(%2)
  Jump bb3(%4)
bb3(%5: Shape) region 1 join:
  %7: int = Project %5#1.0
  Return %7
}
