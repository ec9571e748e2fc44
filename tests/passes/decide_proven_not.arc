# A question of another value stays, whatever is proven of the first.
pass decideProven
type T = sum { A {}, B { n: int }, C { n: int } }
fn another(%0: T borrowed, %1: T borrowed) -> int {
bb0:
  %2: int = Tag %0
  Switch %2 { 1: bb1, else: bb2 }
bb1:
  %3: int = Tag %1
  Switch %3 { 1: bb3, else: bb4 }
bb2:
  %4: int = Const 0
  Return %4
bb3:
  %5: int = Tag %1
  Switch %5 { 1: bb5, else: bb6 }
bb4:
  %6: int = Const 1
  Return %6
bb5:
  %7: int = Const 2
  Return %7
bb6:
  %8: int = Const 3
  Return %8
}
==>
phase lowered
type T = sum { A {}, B { n: int }, C { n: int } }
type int = scalar int

fn another(%0: T borrowed, %1: T borrowed) -> int {
bb0:
  %2: int = Tag %0
  Switch %2 { 1: bb1, else: bb5 }
bb1:
  %3: int = Tag %1
  Switch %3 { 1: bb2, else: bb4 }
bb2:
  %5: int = Tag %1
  Jump bb3
bb3:
  %7: int = Const 2
  Return %7
bb4:
  %6: int = Const 1
  Return %6
bb5:
  %4: int = Const 0
  Return %4
}
