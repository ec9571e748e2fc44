# A parameter that always is one literal becomes that literal, also when it is passed on to itself. Two literals, or a variable, keep it.
pass foldConstantParams
fn same(%0: bool borrowed) -> int {
  region 1 join in 0
bb0:
  %1: int = Const 5
  Branch %0, bb1, bb2
bb1 region 1 then:
  Jump bb3(%1)
bb2 region 1 else:
  %2: int = Const 5
  Jump bb3(%2)
bb3(%3: int) region 1 join:
  %4: int = Prim int_wrap_add(%3, %3)
  Return %4
}
fn around_a_loop(%0: int borrowed) -> int {
  region 1 loop in 0
bb0:
  %1: int = Const 1
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%0, %1)
bb2(%2: int, %3: int) region 1 header:
  Jump bb3
bb3 region 1 body:
  %4: bool = Prim int_lt(%3, %2)
  Branch %4, bb4, bb5
bb4 region 1 latch:
  %5: int = Prim int_wrap_sub(%2, %3)
  Jump bb2(%5, %3)
bb5 region 1 exit:
  Return %2
}
fn different(%0: bool borrowed) -> int {
  region 1 join in 0
bb0:
  %1: int = Const 5
  Branch %0, bb1, bb2
bb1 region 1 then:
  Jump bb3(%1)
bb2 region 1 else:
  %2: int = Const 6
  Jump bb3(%2)
bb3(%3: int) region 1 join:
  Return %3
}
fn variable(%0: bool borrowed, %1: int borrowed) -> int {
  region 1 join in 0
bb0:
  %2: int = Const 5
  Branch %0, bb1, bb2
bb1 region 1 then:
  Jump bb3(%2)
bb2 region 1 else:
  Jump bb3(%1)
bb3(%3: int) region 1 join:
  Return %3
}
==>
phase lowered
type bool = scalar bool
type int = scalar int

fn same(%0: bool borrowed) -> int {
  region 1 join in 0
bb0:
  %1: int = Const 5
  Branch %0, bb1, bb2
bb1 region 1 then:
  Jump bb3
bb2 region 1 else:
  %2: int = Const 5
  Jump bb3
bb3 region 1 join:
  %3: int = Const 5
  %4: int = Prim int_wrap_add(%3, %3)
  Return %4
}

fn around_a_loop(%0: int borrowed) -> int {
  region 1 loop in 0
bb0:
  %1: int = Const 1
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%0)
bb2(%2: int) region 1 header:
  %3: int = Const 1
  Jump bb3
bb3 region 1 body:
  %4: bool = Prim int_lt(%3, %2)
  Branch %4, bb4, bb5
bb4 region 1 latch:
  %5: int = Prim int_wrap_sub(%2, %3)
  Jump bb2(%5)
bb5 region 1 exit:
  Return %2
}

fn different(%0: bool borrowed) -> int {
  region 1 join in 0
bb0:
  %1: int = Const 5
  Branch %0, bb1, bb2
bb1 region 1 then:
  Jump bb3(%1)
bb2 region 1 else:
  %2: int = Const 6
  Jump bb3(%2)
bb3(%3: int) region 1 join:
  Return %3
}

fn variable(%0: bool borrowed, %1: int borrowed) -> int {
  region 1 join in 0
bb0:
  %2: int = Const 5
  Branch %0, bb1, bb2
bb1 region 1 then:
  Jump bb3(%2)
bb2 region 1 else:
  Jump bb3(%1)
bb3(%3: int) region 1 join:
  Return %3
}
