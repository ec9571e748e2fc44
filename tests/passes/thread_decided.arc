# A match inside a case of a match of the same value goes straight to its case, also of a field that is read again.
pass thread
type T = boxed sum { Leaf {}, Node { left: T, key: int }, Twig { key: int } }
fn again(%0 t: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 0: bb1, 1: bb2, else: bb3 }
bb1:
  %2: int = Tag %0
  Switch %2 { 0: bb4, 1: bb5, else: bb6 }
bb2:
  %3: int = Project %0#1.1
  %4: int = Tag %0
  Switch %4 { 0: bb7, 1: bb8, else: bb9 }
bb3:
  %5: int = Tag %0
  Switch %5 { 0: bb10, 1: bb11, else: bb12 }
bb4:
  %6: int = Const 10
  Return %6
bb5:
  %7: int = Project %0#1.1
  Return %7
bb6:
  %8: int = Project %0#2.0
  Return %8
bb7:
  %9: int = Const 20
  Return %9
bb8:
  Return %3
bb9:
  %10: int = Project %0#2.0
  Return %10
bb10:
  %11: int = Const 30
  Return %11
bb11:
  %12: int = Project %0#1.1
  Return %12
bb12:
  %13: int = Project %0#2.0
  Return %13
}
fn field(%0 t: T borrowed) -> int {
bb0:
  %1: T = Project %0#1.0
  %2: int = Tag %1
  Switch %2 { 0: bb1, else: bb2 }
bb1:
  %3: T = Project %0#1.0
  %4: int = Tag %3
  Switch %4 { 1: bb3, else: bb4 }
bb2:
  %5: T = Project %0#1.0
  %6: int = Tag %5
  Switch %6 { 1: bb5, else: bb6 }
bb3:
  %7: int = Project %3#1.1
  Return %7
bb4:
  %8: int = Const 1
  Return %8
bb5:
  %9: int = Const 2
  Return %9
bb6:
  %10: int = Const 3
  Return %10
}
==>
phase lowered
type T = boxed sum { Leaf {}, Node { left: T, key: int }, Twig { key: int } }
type int = scalar int

fn again(%0 t: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 0: bb1, 1: bb3, else: bb5 }
bb1:
  Jump bb2
bb2:
  %6: int = Const 10
  Return %6
bb3:
  %3: int = Project %0#1.1
  Jump bb4
bb4:
  Return %3
bb5:
  Jump bb6
bb6:
  %13: int = Project %0#2.0
  Return %13
}

fn field(%0 t: T borrowed) -> int {
bb0:
  %1: T = Project %0#1.0
  %2: int = Tag %1
  Switch %2 { 0: bb1, else: bb3 }
bb1:
  Jump bb2
bb2:
  %8: int = Const 1
  Return %8
bb3:
  %5: T = Project %0#1.0
  %6: int = Tag %5
  Switch %6 { 1: bb4, else: bb5 }
bb4:
  %9: int = Const 2
  Return %9
bb5:
  %10: int = Const 3
  Return %10
}
