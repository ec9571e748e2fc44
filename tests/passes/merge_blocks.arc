# What a block alone jumps to becomes a part of it; a latch and a join of two stay. A field read in
# both is read once.
pass mergeBlocks
type Pair = struct { left: int, right: int }
fn reads(%0: Pair borrowed) -> int {
bb0:
  %1: int = Project %0.0
  Jump bb1
bb1:
  %2: int = Project %0.0
  %3: int = Prim int_wrap_add(%1, %2)
  Return %3
}
fn chain(%0: int borrowed) -> int {
bb0:
  %1: int = Const 1
  Jump bb1
bb1:
  %2: int = Prim int_wrap_add(%0, %1)
  Jump bb2
bb2:
  Return %2
}
fn loop(%0: int borrowed) -> int {
  region 1 loop in 0
bb0 region 1 preheader:
  Jump bb1(%0)
bb1(%1: int) region 1 header:
  %2: int = Const 10
  %3: bool = Prim int_lt(%1, %2)
  Branch %3, bb2, bb5
bb2 region 1 body:
  %4: int = Prim int_wrap_add(%1, %2)
  Jump bb3
bb3 region 1 body:
  %5: int = Prim int_wrap_add(%4, %2)
  Jump bb4
bb4 region 1 latch:
  Jump bb1(%5)
bb5 region 1 exit:
  Return %1
}
==>
phase lowered
type Pair = struct { left: int, right: int }
type int = scalar int
type bool = scalar bool

fn reads(%0: Pair borrowed) -> int {
bb0:
  %1: int = Project %0.0
  %2: int = Project %0.0
  %3: int = Prim int_wrap_add(%1, %2)
  Return %3
}

fn chain(%0: int borrowed) -> int {
bb0:
  %1: int = Const 1
  %2: int = Prim int_wrap_add(%0, %1)
  Return %2
}

fn loop(%0: int borrowed) -> int {
  region 1 loop in 0
bb0 region 1 preheader:
  Jump bb1(%0)
bb1(%1: int) region 1 header:
  %2: int = Const 10
  %3: bool = Prim int_lt(%1, %2)
  Branch %3, bb2, bb3
bb2 region 1 latch:
  %4: int = Prim int_wrap_add(%1, %2)
  %5: int = Prim int_wrap_add(%4, %2)
  Jump bb1(%5)
bb3 region 1 exit:
  Return %1
}
