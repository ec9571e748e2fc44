# Calls that stay, as the function does more than to give back their result: an op follows, another value is returned. The end of the
# scope of a local that the call was given is nothing that is left to do.
pass loopTailCalls
type L = dropping sum { End {}, Link { n: int, next: L } }
fn op_after(%0 n: int borrowed) -> int {
bb0:
  %1: int = Apply @op_after(%0)
  %2: int = CheckedPrim int_add(%0, %0)
  Return %1
}
fn other_returned(%0 n: int borrowed) -> int {
bb0:
  %1: int = Apply @other_returned(%0)
  Return %0
}
fn other_through_join(%0 n: int borrowed, %1 b: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: int = Apply @other_through_join(%0, %1)
  Jump bb3(%2, %0)
bb2 region 1 else:
  Jump bb3(%0, %0)
bb3(%3: int, %4: int) region 1 join:
  Return %4
}
fn given(%0 l: L borrowed) -> L {
bb0:
  %1: void = ScopeStart
  %2: L = Apply @given(%0)
  %3: void = ScopeEnd %0 from %1
  Return %2
}
fn not_given(%0 l: L borrowed, %1 m: L borrowed) -> L {
bb0:
  %2: void = ScopeStart
  %3: L = Apply @not_given(%0, %0)
  %4: void = ScopeEnd %1 from %2
  Return %3
}
==>
phase lowered
type L = dropping sum { End {}, Link { n: int, next: L } }
type int = scalar int
type bool = scalar bool
type void = unit

fn op_after(%0 n: int borrowed) -> int {
bb0:
  %1: int = Apply @op_after(%0)
  %2: int = CheckedPrim int_add(%0, %0)
  Return %1
}

fn other_returned(%0 n: int borrowed) -> int {
bb0:
  %1: int = Apply @other_returned(%0)
  Return %0
}

fn other_through_join(%0 n: int borrowed, %1 b: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: int = Apply @other_through_join(%0, %1)
  Jump bb3(%2, %0)
bb2 region 1 else:
  Jump bb3(%0, %0)
bb3(%3: int, %4: int) region 1 join:
  Return %4
}

fn given(%0 l: L borrowed) -> L {
  region 1 loop in 0
bb0 region 1 preheader:
  Jump bb1(%0)
bb1(%4 l: L) region 1 header:
  %1: void = ScopeStart
  Jump bb2(%4)
bb2(%5 l: L) region 1 latch:
  Jump bb1(%5)
}

fn not_given(%0 l: L borrowed, %1 m: L borrowed) -> L {
bb0:
  %2: void = ScopeStart
  %3: L = Apply @not_given(%0, %0)
  %4: void = ScopeEnd %1 from %2
  Return %3
}
