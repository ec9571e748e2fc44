# What is not known: a field of another variant than the one that was made, on a path that never happens.
pass forwardValues
type T = sum { A { n: int, m: int }, B { k: int } }
fn other_variant(%0: int borrowed) -> int {
bb0:
  %1: T = Construct #0(%0, %0)
  %2: int = Project %1#1.0
  Return %2
}
==>
phase lowered
type T = sum { A { n: int, m: int }, B { k: int } }
type int = scalar int

fn other_variant(%0: int borrowed) -> int {
bb0:
  %1: T = Construct #0(%0, %0)
  %2: int = Project %1#1.0
  Return %2
}
