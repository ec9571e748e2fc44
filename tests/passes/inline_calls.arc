# One round, callees first: `outer` gets `inner` with `leaf` in it. A function that calls itself stays a call, and so does one with a loop;
# the blocks of what is inlined are in order.
pass inlineCalls
fn leaf(%0: int borrowed) -> int {
bb0:
  %1: int = Prim int_wrap_add(%0, %0)
  Return %1
}
fn inner(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @leaf(%0)
  %2: int = Prim int_wrap_add(%1, %0)
  Return %2
}
fn outer(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: int = Apply @inner(%0)
  Jump bb3(%2)
bb2 region 1 else:
  Jump bb3(%0)
bb3(%3: int) region 1 join:
  Return %3
}
fn recursive(%0: int borrowed) -> int {
bb0:
  %1: int = Const 0
  %2: bool = Prim int_lt(%0, %1)
  Branch %2, bb1, bb2
bb1:
  Return %0
bb2:
  %3: int = Prim int_wrap_sub(%0, %1)
  %4: int = Apply @recursive(%3)
  %5: int = Prim int_wrap_add(%4, %0)
  Return %5
}
fn looping(%0: int borrowed) -> int {
  region 1 loop in 0
bb0:
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%0)
bb2(%1: int) region 1 header:
  Jump bb3
bb3 region 1 body:
  %2: int = Const 9
  %3: bool = Prim int_lt(%1, %2)
  Branch %3, bb4, bb5
bb4 region 1 latch:
  %4: int = Prim int_wrap_add(%1, %1)
  Jump bb2(%4)
bb5 region 1 exit:
  Return %1
}
fn not_inlined(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @recursive(%0)
  %2: int = Apply @looping(%1)
  Return %2
}
==>
phase lowered
type int = scalar int
type bool = scalar bool

fn leaf(%0: int borrowed) -> int {
bb0:
  %1: int = Prim int_wrap_add(%0, %0)
  Return %1
}

fn inner(%0: int borrowed) -> int {
bb0:
  Jump bb1
bb1:
  %3: int = Prim int_wrap_add(%0, %0)
  Jump bb2(%3)
bb2(%1: int):
  %2: int = Prim int_wrap_add(%1, %0)
  Return %2
}

fn outer(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb6
bb1 region 1 then:
  Jump bb2
bb2 region 1 then:
  Jump bb3
bb3 region 1 then:
  %6: int = Prim int_wrap_add(%0, %0)
  Jump bb4(%6)
bb4(%4: int) region 1 then:
  %5: int = Prim int_wrap_add(%4, %0)
  Jump bb5(%5)
bb5(%2: int) region 1 then:
  Jump bb7(%2)
bb6 region 1 else:
  Jump bb7(%0)
bb7(%3: int) region 1 join:
  Return %3
}

fn recursive(%0: int borrowed) -> int {
bb0:
  %1: int = Const 0
  %2: bool = Prim int_lt(%0, %1)
  Branch %2, bb1, bb2
bb1:
  Return %0
bb2:
  %3: int = Prim int_wrap_sub(%0, %1)
  %4: int = Apply @recursive(%3)
  %5: int = Prim int_wrap_add(%4, %0)
  Return %5
}

fn looping(%0: int borrowed) -> int {
  region 1 loop in 0
bb0:
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%0)
bb2(%1: int) region 1 header:
  Jump bb3
bb3 region 1 body:
  %2: int = Const 9
  %3: bool = Prim int_lt(%1, %2)
  Branch %3, bb4, bb5
bb4 region 1 latch:
  %4: int = Prim int_wrap_add(%1, %1)
  Jump bb2(%4)
bb5 region 1 exit:
  Return %1
}

fn not_inlined(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @recursive(%0)
  %2: int = Apply @looping(%1)
  Return %2
}
