# A program without an entry keeps all.
pass removeUnusedFunctions
fn f(%0: int borrowed) -> int {
bb0:
  Return %0
}
==>
phase lowered
type int = scalar int

fn f(%0: int borrowed) -> int {
bb0:
  Return %0
}
