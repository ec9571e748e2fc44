# What comes free before a loop passes it by; where only some ways bring a cell, the others bring an empty token.
pass reuseCells
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }

# The cell of %0 is not for the loop, where it would serve one turn, but for the value made after it.
fn after_loop(%0: L owned, %1: int borrowed) -> L {
  region 1 loop in 0
bb0 region 1 preheader:
  (%2: int, %3: L) = Unpack %0#1
  %4: L = Construct #0()
  Jump bb1(%2, %4)
bb1(%5: int, %6: L) region 1 header:
  %7: bool = Prim int_lt(%5, %1)
  Branch %7, bb2, bb3
bb2 region 1 latch:
  %8: L = Construct #1(%5, %6)
  %9: int = Prim int_wrap_add(%5, %1)
  Jump bb1(%9, %8)
bb3 region 1 exit:
  %10: L = Construct #1(%1, %3)
  %11: L = Apply @append(own %10, own %6)
  Return %11
}
# What comes free in a turn serves that turn.
fn each_turn(%0: L owned) -> L {
  region 1 loop in 0
bb0 region 1 preheader:
  %1: L = Construct #0()
  Jump bb1(%0, %1)
bb1(%2: L, %3: L) region 1 header:
  %4: int = Tag %2
  Switch %4 { 1: bb2, 0: bb3 }
bb2 region 1 latch:
  (%5: int, %6: L) = Unpack %2#1
  %7: L = Construct #1(%5, %3)
  Jump bb1(%6, %7)
bb3 region 1 exit:
  Return %3
}
fn sometimes(%0: L owned, %1: bool borrowed, %2: int borrowed) -> L {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  (%3: int, %4: L) = Unpack %0#1
  Jump bb3(%4)
bb2 region 1 else:
  Jump bb3(%0)
bb3(%5: L) region 1 join:
  %6: L = Construct #1(%2, %5)
  Return %6
}
# The second choice: rather the cell that all ways bring.
fn rather(%0: L owned, %1: L owned, %2: bool borrowed, %3: int borrowed) -> L {
  region 1 join in 0
bb0:
  (%4: int, %5: L) = Unpack %0#1
  Branch %2, bb1, bb2
bb1 region 1 then:
  (%6: int, %7: L) = Unpack %1#1
  Jump bb3(%7)
bb2 region 1 else:
  Jump bb3(%1)
bb3(%8: L) region 1 join:
  %9: L = Construct #1(%3, %8)
  %10: L = Apply @append(own %9, own %5)
  Return %10
}
# A token that is given is not for a loop either.
fn append(%0: L owned, %1: L owned) -> L {
  region 1 loop in 0
bb0 region 1 preheader:
  Jump bb1(%0, %1)
bb1(%2: L, %3: L) region 1 header:
  %4: int = Tag %2
  Switch %4 { 1: bb2, 0: bb3 }
bb2 region 1 latch:
  %5: int = Project %2#1.0
  %6: L = Project %2#1.1
  %7: L = Construct #1(%5, %3)
  %8: L = Construct #1(%5, %7)
  Jump bb1(%6, %8)
bb3 region 1 exit:
  %9: int = Const 1
  %10: L = Construct #1(%9, %3)
  Return %10
}

==>
phase owned
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
type int = scalar int
type bool = scalar bool
type token<L> = token L

fn after_loop(%0: L owned, %1: int borrowed) -> L {
  region 1 loop in 0
bb0 region 1 preheader:
  (%2: int, %3: L) = Unpack %0#1, reset %12: token<L>
  %4: L = Construct #0()
  Jump bb1(%2, %4)
bb1(%5: int, %6: L) region 1 header:
  %7: bool = Prim int_lt(%5, %1)
  Branch %7, bb2, bb3
bb2 region 1 latch:
  %8: L = Construct #1(%5, %6)
  %9: int = Prim int_wrap_add(%5, %1)
  Jump bb1(%9, %8)
bb3 region 1 exit:
  %10: L = Reuse %12#1(%1, %3)
  %13: token<L> = Const no_token
  %11: L = Apply @append(own %10, own %6, own %13)
  Return %11
}

fn each_turn(%0: L owned) -> L {
  region 1 loop in 0
bb0 region 1 preheader:
  %1: L = Construct #0()
  Jump bb1(%0, %1)
bb1(%2: L, %3: L) region 1 header:
  %4: int = Tag %2
  Switch %4 { 1: bb2, 0: bb3 }
bb2 region 1 latch:
  (%5: int, %6: L) = Unpack %2#1, reset %8: token<L>
  %7: L = Reuse %8#1(%5, %3)
  Jump bb1(%6, %7)
bb3 region 1 exit:
  Return %3
}

fn sometimes(%0: L owned, %1: bool borrowed, %2: int borrowed) -> L {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  (%3: int, %4: L) = Unpack %0#1, reset %8: token<L>
  Jump bb3(%4, %8)
bb2 region 1 else:
  %9: token<L> = Const no_token
  Jump bb3(%0, %9)
bb3(%5: L, %7: token<L>) region 1 join:
  %6: L = Reuse %7#1(%2, %5)
  Return %6
}

fn rather(%0: L owned, %1: L owned, %2: bool borrowed, %3: int borrowed) -> L {
  region 1 join in 0
bb0:
  (%4: int, %5: L) = Unpack %0#1, reset %11: token<L>
  Branch %2, bb1, bb2
bb1 region 1 then:
  (%6: int, %7: L) = Unpack %1#1, reset %13: token<L>
  Jump bb3(%7, %13)
bb2 region 1 else:
  %14: token<L> = Const no_token
  Jump bb3(%1, %14)
bb3(%8: L, %12: token<L>) region 1 join:
  %9: L = Reuse %11#1(%3, %8)
  %10: L = Apply @append(own %9, own %5, own %12)
  Return %10
}

fn append(%0: L owned, %1: L owned, %11: token<L> owned) -> L {
  region 1 loop in 0
bb0 region 1 preheader:
  Jump bb1(%0, %1)
bb1(%2: L, %3: L) region 1 header:
  %4: int = Tag %2
  Switch %4 { 1: bb2, 0: bb3 }
bb2 region 1 latch:
  %5: int = Project %2#1.0
  %6: L = Project %2#1.1
  %7: L = Construct #1(%5, %3)
  %8: L = Construct #1(%5, %7)
  Jump bb1(%6, %8)
bb3 region 1 exit:
  %9: int = Const 1
  %10: L = Reuse %11#1(%9, %3)
  Return %10
}
