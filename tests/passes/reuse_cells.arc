# A matched cell is filled again; what only dies becomes a token by `Reset`; where ways meet, the token is a parameter.
pass reuseCells
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
fn step(%0: L owned) -> L {
bb0:
  %1: int = Tag %0
  Switch %1 { 0: bb1, 1: bb2 }
bb1:
  Return %0
bb2:
  (%2: int, %3: L) = Unpack %0#1
  %4: L = Apply @step(own %3)
  %5: L = Construct #1(%2, %4)
  Return %5
}
fn replace(%0: L owned, %1: int borrowed) -> L {
bb0:
  %2: L = Construct #0()
  %3: L = Construct #1(%1, %2)
  Return %3
}
fn meet(%0: L owned, %1: L owned, %2: bool borrowed, %7: int borrowed) -> L {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  (%3: int, %4: L) = Unpack %0#1
  Jump bb3(%4, %1)
bb2 region 1 else:
  (%5: int, %6: L) = Unpack %1#1
  Jump bb3(%6, %0)
bb3(%8: L, %9: L) region 1 join:
  %10: L = Construct #1(%7, %8)
  %11: L = Apply @join(own %10, ref %9)
  Return %11
}
fn join(%0: L owned, %1: L borrowed) -> L {
bb0:
  Return %0
}
==>
phase owned
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
type int = scalar int
type bool = scalar bool
type token<L> = token L

fn step(%0: L owned) -> L {
bb0:
  %1: int = Tag %0
  Switch %1 { 0: bb1, 1: bb2 }
bb1:
  Return %0
bb2:
  (%2: int, %3: L) = Unpack %0#1, reset %6: token<L>
  %4: L = Apply @step(own %3)
  %5: L = Reuse %6#1(%2, %4)
  Return %5
}

fn replace(%0: L owned, %1: int borrowed) -> L {
bb0:
  %4: token<L> = Reset %0
  %2: L = Construct #0()
  %3: L = Reuse %4#1(%1, %2)
  Return %3
}

fn meet(%0: L owned, %1: L owned, %2: bool borrowed, %7: int borrowed) -> L {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  (%3: int, %4: L) = Unpack %0#1, reset %13: token<L>
  Jump bb3(%4, %1, %13)
bb2 region 1 else:
  (%5: int, %6: L) = Unpack %1#1, reset %14: token<L>
  Jump bb3(%6, %0, %14)
bb3(%8: L, %9: L, %12: token<L>) region 1 join:
  %10: L = Reuse %12#1(%7, %8)
  %11: L = Apply @join(own %10, ref %9)
  Return %11
}

fn join(%0: L owned, %1: L borrowed) -> L {
bb0:
  Return %0
}
