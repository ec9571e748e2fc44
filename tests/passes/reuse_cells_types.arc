# A cell is filled by a value of its own type alone, however alike another is.
pass reuseCells
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
type M = boxed sum { End {}, Link { head: int, next: M } }
fn keep(%0: L borrowed) -> int {
bb0:
  %1: int = Tag %0
  Return %1
}
fn other(%0: L owned) -> M {
bb0:
  %1: int = Tag %0
  Switch %1 { 1: bb1, 0: bb2 }
bb1:
  (%2: int, %3: L) = Unpack %0#1
  %4: M = Construct #0()
  %5: M = Construct #1(%2, %4)
  %7: L = Construct #1(%2, %3)
  %8: int = Apply @keep(ref %7)
  Return %5
bb2:
  %6: M = Construct #0()
  Return %6
}
==>
phase owned
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
type M = boxed sum { End {}, Link { head: int, next: M } }
type int = scalar int
type token<L> = token L

fn keep(%0: L borrowed) -> int {
bb0:
  %1: int = Tag %0
  Return %1
}

fn other(%0: L owned) -> M {
bb0:
  %1: int = Tag %0
  Switch %1 { 1: bb1, 0: bb2 }
bb1:
  (%2: int, %3: L) = Unpack %0#1, reset %9: token<L>
  %4: M = Construct #0()
  %5: M = Construct #1(%2, %4)
  %7: L = Reuse %9#1(%2, %3)
  %8: int = Apply @keep(ref %7)
  Return %5
bb2:
  %6: M = Construct #0()
  Return %6
}
