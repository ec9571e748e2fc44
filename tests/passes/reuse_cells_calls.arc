# A call takes the cells that its callee wants and the caller has no use for; a caller that has none passes an empty token.
pass reuseCells
type `env()` = env ()
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }

# Wants one cell on every way.
fn node(%0: T owned, %1: int borrowed, %2: T owned) -> T {
bb0:
  %3: T = Construct #1(%0, %1, %2)
  Return %3
}
# Passes on what it wants itself: two cells for the one that it takes apart.
fn turn(%0: T owned, %1: int borrowed, %2: T owned) -> T {
bb0:
  %3: int = Tag %0
  Switch %3 { 0: bb1, 1: bb2 }
bb1:
  %4: T = Apply @node(own %0, ref %1, own %2)
  Return %4
bb2:
  (%5: T, %6: int, %7: T) = Unpack %0#1
  %8: T = Apply @node(own %7, ref %1, own %2)
  %9: T = Apply @node(own %5, ref %6, own %8)
  Return %9
}
# The cell is kept during the call of itself, which may want one, for `turn`, which certainly does.
fn insert(%0: T owned, %1: int borrowed) -> T {
bb0:
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1:
  %3: T = Construct #0()
  %4: T = Construct #1(%0, %1, %3)
  Return %4
bb2:
  (%5: T, %6: int, %7: T) = Unpack %0#1
  %8: T = Apply @insert(own %5, ref %1)
  %9: T = Apply @turn(own %8, ref %6, own %7)
  Return %9
}
# The one cell is for the value that the function makes itself.
fn own_use(%0: T owned) -> T {
bb0:
  (%1: T, %2: int, %3: T) = Unpack %0#1
  %4: T = Construct #0()
  %5: T = Apply @node(own %1, ref %2, own %4)
  %6: T = Construct #1(%5, %2, %3)
  Return %6
}
# Has nothing to give.
fn fresh(%0: int borrowed) -> T {
bb0:
  %1: T = Construct #0()
  %2: T = Construct #0()
  %3: T = Apply @node(own %1, ref %0, own %2)
  Return %3
}
# What a value leaves behind that is only looked at goes to the call as well.
fn replace(%0: T owned, %1: T owned, %2: T owned) -> T {
bb0:
  %3: int = Project %0#1.1
  %4: T = Apply @node(own %1, ref %3, own %2)
  Return %4
}
# `@main` and wrappers get no token.
fn node$wrapper(%0 env: `env()` borrowed, %1: T owned, %2: int owned, %3: T owned) -> T wraps @node {
bb0:
  %4: T = Apply @node(own %1, ref %2, own %3)
  Return %4
}
fn main() -> void {
bb0:
  %0: int = Const 1
  %1: T = Apply @fresh(ref %0)
  %2: T = Apply @insert(own %1, ref %0)
  %3: T = Apply @own_use(own %2)
  %4: T = Construct #0()
  %5: T = Construct #1(%3, %0, %4)
  %7: T = Apply @replace(own %5, own %4, own %4)
  %6: void = Const unit
  Return %6
}
main @main

==>
phase owned
type `env()` = env ()
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }
type int = scalar int
type void = unit
type token<T> = token T

fn node(%0: T owned, %1: int borrowed, %2: T owned, %4: token<T> owned) -> T {
bb0:
  %3: T = Reuse %4#1(%0, %1, %2)
  Return %3
}

fn turn(%0: T owned, %1: int borrowed, %2: T owned, %10: token<T> owned) -> T {
bb0:
  %3: int = Tag %0
  Switch %3 { 0: bb1, 1: bb2 }
bb1:
  %4: T = Apply @node(own %0, ref %1, own %2, own %10)
  Return %4
bb2:
  (%5: T, %6: int, %7: T) = Unpack %0#1, reset %11: token<T>
  %8: T = Apply @node(own %7, ref %1, own %2, own %11)
  %9: T = Apply @node(own %5, ref %6, own %8, own %10)
  Return %9
}

fn insert(%0: T owned, %1: int borrowed) -> T {
bb0:
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1:
  %3: T = Construct #0()
  %4: T = Construct #1(%0, %1, %3)
  Return %4
bb2:
  (%5: T, %6: int, %7: T) = Unpack %0#1, reset %10: token<T>
  %8: T = Apply @insert(own %5, ref %1)
  %9: T = Apply @turn(own %8, ref %6, own %7, own %10)
  Return %9
}

fn own_use(%0: T owned) -> T {
bb0:
  (%1: T, %2: int, %3: T) = Unpack %0#1, reset %8: token<T>
  %4: T = Construct #0()
  %7: token<T> = Const no_token
  %5: T = Apply @node(own %1, ref %2, own %4, own %7)
  %6: T = Reuse %8#1(%5, %2, %3)
  Return %6
}

fn fresh(%0: int borrowed) -> T {
bb0:
  %1: T = Construct #0()
  %2: T = Construct #0()
  %4: token<T> = Const no_token
  %3: T = Apply @node(own %1, ref %0, own %2, own %4)
  Return %3
}

fn replace(%0: T owned, %1: T owned, %2: T owned) -> T {
bb0:
  %3: int = Project %0#1.1
  %5: token<T> = Reset %0
  %4: T = Apply @node(own %1, ref %3, own %2, own %5)
  Return %4
}

fn node$wrapper(%0 env: `env()` borrowed, %1: T owned, %2: int owned, %3: T owned) -> T wraps @node {
bb0:
  %5: token<T> = Const no_token
  %4: T = Apply @node(own %1, ref %2, own %3, own %5)
  Return %4
}

fn main() -> void {
bb0:
  %0: int = Const 1
  %1: T = Apply @fresh(ref %0)
  %2: T = Apply @insert(own %1, ref %0)
  %3: T = Apply @own_use(own %2)
  %4: T = Construct #0()
  %5: T = Construct #1(%3, %0, %4)
  %7: T = Apply @replace(own %5, own %4, own %4)
  %6: void = Const unit
  Return %6
}

main @main
