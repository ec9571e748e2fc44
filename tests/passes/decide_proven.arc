# A question whose answer a question around it gave is left out, also where the cases that are left name only one variant. A question of
# another value stays.
pass decideProven
type T = sum { A {}, B { n: int }, C { n: int } }
fn again(%0: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 1: bb1, else: bb2 }
bb1:
  %2: int = Tag %0
  Switch %2 { 1: bb3, else: bb4 }
bb2:
  %3: int = Tag %0
  Switch %3 { 1: bb5, else: bb6 }
bb3:
  %4: int = Project %0#1.0
  Return %4
bb4:
  %5: int = Const 0
  Return %5
bb5:
  %6: int = Project %0#1.0
  Return %6
bb6:
  %7: int = Const 1
  Return %7
}
fn last_left(%0: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 0: bb1, 1: bb2, else: bb3 }
bb1:
  %2: int = Const 0
  Return %2
bb2:
  %3: int = Const 1
  Return %3
bb3:
  %4: int = Tag %0
  Switch %4 { 2: bb4, else: bb5 }
bb4:
  %5: int = Project %0#2.0
  Return %5
bb5:
  %6: int = Const 2
  Return %6
}
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
  %5: int = Project %1#1.0
  Return %5
bb4:
  %6: int = Const 1
  Return %6
}
==>
phase lowered
type T = sum { A {}, B { n: int }, C { n: int } }
type int = scalar int

fn again(%0: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 1: bb1, else: bb3 }
bb1:
  %2: int = Tag %0
  Jump bb2
bb2:
  %4: int = Project %0#1.0
  Return %4
bb3:
  %3: int = Tag %0
  Switch %3 { 1: bb4, else: bb5 }
bb4:
  %6: int = Project %0#1.0
  Return %6
bb5:
  %7: int = Const 1
  Return %7
}

fn last_left(%0: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 0: bb1, 1: bb2, else: bb3 }
bb1:
  %2: int = Const 0
  Return %2
bb2:
  %3: int = Const 1
  Return %3
bb3:
  %4: int = Tag %0
  Jump bb4
bb4:
  %5: int = Project %0#2.0
  Return %5
}

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
  %5: int = Project %1#1.0
  Return %5
bb4:
  %6: int = Const 1
  Return %6
}
