# Blocks are numbered in reverse postorder; what nothing reaches is gone, also a loop that only reaches itself.
pass orderBlocks
fn out_of_order(%0: int borrowed) -> int {
bb0:
  Jump bb2
bb1:
  Return %1
bb2:
  %1: int = Prim int_wrap_add(%0, %0)
  Jump bb1
}

fn unreached(%0: int borrowed, %1: bool borrowed) -> int {
bb0:
  Branch %1, bb4, bb2
bb1:
  Jump bb3
bb2:
  %2: int = Const 2
  Return %2
bb3:
  Jump bb1
bb4:
  Return %0
}

# What a loop leads to comes behind its last block.
fn loop(%0: int borrowed) -> int {
  region 1 loop in 0
bb0:
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%0)
bb2(%1: int) region 1 header:
  Jump bb3
bb3 region 1 body:
  %2: bool = Prim int_lt(%1, %0)
  Branch %2, bb5, bb4
bb4 region 1 exit:
  Return %1
bb5 region 1 latch:
  Jump bb2(%1)
}

fn in_order(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  Jump bb3(%0)
bb2 region 1 else:
  %2: int = Const 0
  Jump bb3(%2)
bb3(%3: int) region 1 join:
  Return %3
}
==>
phase lowered
type int = scalar int
type bool = scalar bool

fn out_of_order(%0: int borrowed) -> int {
bb0:
  Jump bb1
bb1:
  %1: int = Prim int_wrap_add(%0, %0)
  Jump bb2
bb2:
  Return %1
}

fn unreached(%0: int borrowed, %1: bool borrowed) -> int {
bb0:
  Branch %1, bb1, bb2
bb1:
  Return %0
bb2:
  %2: int = Const 2
  Return %2
}

fn loop(%0: int borrowed) -> int {
  region 1 loop in 0
bb0:
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%0)
bb2(%1: int) region 1 header:
  Jump bb3
bb3 region 1 body:
  %2: bool = Prim int_lt(%1, %0)
  Branch %2, bb4, bb5
bb4 region 1 latch:
  Jump bb2(%1)
bb5 region 1 exit:
  Return %1
}

fn in_order(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  Jump bb3(%0)
bb2 region 1 else:
  %2: int = Const 0
  Jump bb3(%2)
bb3(%3: int) region 1 join:
  Return %3
}
