# A value used twice gets a second reference; the last use moves.
pass insertRc
type Pair = struct { left: str, right: str }
fn twice(%0: str owned) -> Pair {
bb0:
  %1: Pair = Construct(%0, %0)
  Return %1
}
==>
type Pair = struct { left: str, right: str }
type str = str

fn twice(%0: str owned) -> Pair {
bb0:
  RcInc %0
  %1: Pair = Construct(%0, %0)
  Return %1
}
