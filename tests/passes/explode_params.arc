# One round splits one level of nesting. A record that is used whole stays, as does one that is never made here.
pass explodeParams
type Pair = struct { left: int, right: int }
type Nested = struct { pair: Pair, count: int }
fn nested(%0: int borrowed, %1: bool borrowed) -> int {
bb0:
  %2: Pair = Construct(%0, %0)
  %3: Nested = Construct(%2, %0)
  Jump bb1(%3)
bb1(%4: Nested):
  %5: Pair = Project %4.0
  %6: int = Project %5.1
  Return %6
}
fn whole(%0: int borrowed) -> Pair {
bb0:
  %1: Pair = Construct(%0, %0)
  Jump bb1(%1)
bb1(%2: Pair):
  Return %2
}
fn not_made(%0: Pair borrowed) -> int {
bb0:
  Jump bb1(%0)
bb1(%1: Pair):
  %2: int = Project %1.0
  Return %2
}
==>
phase lowered
type Pair = struct { left: int, right: int }
type Nested = struct { pair: Pair, count: int }
type int = scalar int
type bool = scalar bool

fn nested(%0: int borrowed, %1: bool borrowed) -> int {
bb0:
  %2: Pair = Construct(%0, %0)
  %3: Nested = Construct(%2, %0)
  Jump bb1(%2, %0)
bb1(%7: Pair, %8: int):
  %6: int = Project %7.1
  Return %6
}

fn whole(%0: int borrowed) -> Pair {
bb0:
  %1: Pair = Construct(%0, %0)
  Jump bb1(%1)
bb1(%2: Pair):
  Return %2
}

fn not_made(%0: Pair borrowed) -> int {
bb0:
  Jump bb1(%0)
bb1(%1: Pair):
  %2: int = Project %1.0
  Return %2
}
