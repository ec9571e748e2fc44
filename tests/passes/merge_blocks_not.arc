# A block that several lead to stays, as does a latch behind a join and a header.
pass mergeBlocks
fn two_entries(%0: bool borrowed, %1: int borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %2: int = Prim int_wrap_add(%1, %1)
  Jump bb3
bb2 region 1 else:
  Jump bb3
bb3 region 1 join:
  %3: int = Prim int_wrap_mul(%1, %1)
  Return %3
}
fn latch_behind_join(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 loop in 0
  region 2 join in 1
bb0 region 1 preheader:
  Jump bb1(%0)
bb1(%2: int) region 1 header:
  %3: int = Const 10
  %4: bool = Prim int_lt(%2, %3)
  Branch %4, bb2, bb6
bb2 region 1 body:
  Branch %1, bb3, bb4
bb3 region 2 then:
  Jump bb5(%2)
bb4 region 2 else:
  Jump bb5(%0)
bb5(%5: int) region 2 join:
  Jump bb7
bb6 region 1 exit:
  Return %2
bb7 region 1 latch:
  Jump bb1(%5)
}
==>
phase lowered
type bool = scalar bool
type int = scalar int

fn two_entries(%0: bool borrowed, %1: int borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %2: int = Prim int_wrap_add(%1, %1)
  Jump bb3
bb2 region 1 else:
  Jump bb3
bb3 region 1 join:
  %3: int = Prim int_wrap_mul(%1, %1)
  Return %3
}

fn latch_behind_join(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 loop in 0
  region 2 join in 1
bb0 region 1 preheader:
  Jump bb1(%0)
bb1(%2: int) region 1 header:
  %3: int = Const 10
  %4: bool = Prim int_lt(%2, %3)
  Branch %4, bb2, bb6
bb2 region 1 body:
  Branch %1, bb3, bb4
bb3 region 2 then:
  Jump bb5(%2)
bb4 region 2 else:
  Jump bb5(%0)
bb5(%5: int) region 2 join:
  Jump bb7
bb6 region 1 exit:
  Return %2
bb7 region 1 latch:
  Jump bb1(%5)
}
