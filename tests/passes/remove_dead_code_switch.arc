# What only a switch, a branch or a call that may unwind needs is needed.
pass removeDeadCode
type T = sum { A {}, B { n: int } }
fn asked(%0: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 1: bb1, else: bb2 }
bb1:
  %2: int = Const 1
  Return %2
bb2:
  %3: int = Const 2
  Return %3
}
==>
phase lowered
type T = sum { A {}, B { n: int } }
type int = scalar int

fn asked(%0: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 1: bb1, else: bb2 }
bb1:
  %2: int = Const 1
  Return %2
bb2:
  %3: int = Const 2
  Return %3
}
