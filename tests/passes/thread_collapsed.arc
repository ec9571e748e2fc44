# A branch that only chooses between values which its condition tells is left out; a case where the ways differ, or
# do something, stays.
pass thread
fn same_bool(%0: int borrowed, %1: int borrowed) -> bool {
  region 1 join in 0
bb0:
  %2: bool = Prim int_gt(%0, %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %3: bool = Const true
  Jump bb3(%3, %0)
bb2 region 1 else:
  %4: bool = Const false
  Jump bb3(%4, %0)
bb3(%5: bool, %6: int) region 1 join:
  %7: bool = Prim int_lt(%6, %1)
  %8: bool = Prim bool_eq(%5, %7)
  Return %8
}
fn opposite(%0: int borrowed, %1: int borrowed) -> bool {
  region 1 join in 0
bb0:
  %2: bool = Prim int_gt(%0, %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  Jump bb4
bb2 region 1 else:
  %4: bool = Const true
  %9: int = Const 4
  Jump bb3(%4, %9)
bb3(%5: bool, %6: int) region 1 join:
  %7: bool = Prim int_lt(%6, %1)
  %8: bool = Prim bool_eq(%5, %7)
  Return %8
bb4 region 1 then:
  %3: bool = Const false
  %10: int = Const 4
  Jump bb3(%3, %10)
}

# The order of three: nobody asks whether it is less, so that is not found out.
type Ordering = sum { Less {}, Equal {}, Greater {} }
fn is_greater(%0: int borrowed, %1: int borrowed) -> bool {
  region 1 join in 0
  region 2 join in 1
  region 3 join in 0
bb0:
  %2: bool = Prim int_gt(%0, %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %3: Ordering = Construct #2()
  Jump bb6(%3)
bb2 region 1 else:
  %4: bool = Prim int_lt(%0, %1)
  Branch %4, bb3, bb4
bb3 region 2 then:
  %5: Ordering = Construct #0()
  Jump bb5(%5)
bb4 region 2 else:
  %6: Ordering = Construct #1()
  Jump bb5(%6)
bb5(%7: Ordering) region 2 join:
  Jump bb6(%7)
bb6(%8: Ordering) region 1 join:
  %9: int = Tag %8
  Switch %9 { 2: bb7, else: bb8 }
bb7 region 3 then:
  %10: bool = Const true
  Jump bb9(%10)
bb8 region 3 else:
  %11: bool = Const false
  Jump bb9(%11)
bb9(%12: bool) region 3 join:
  Return %12
}

# A literal that both ways name before they meet is used behind.
fn named_behind(%0: int borrowed, %1: int borrowed) -> int {
  region 1 join in 0
bb0:
  %2: bool = Prim int_gt(%0, %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  Jump bb3
bb2 region 1 else:
  Jump bb3
bb3 region 1 join:
  %3: int = Const 3
  Jump bb4(%3)
bb4(%4: int):
  %5: int = Prim int_wrap_add(%3, %4)
  Return %5
}
fn stays(%0: int borrowed, %1: int borrowed) -> int {
  region 1 join in 0
  region 2 join in 0
bb0:
  %2: bool = Prim int_gt(%0, %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %3: int = Const 3
  Jump bb3(%3)
bb2 region 1 else:
  %4: int = Const 4
  Jump bb3(%4)
bb3(%5: int) region 1 join:
  %6: bool = Prim int_lt(%5, %1)
  Branch %6, bb4, bb5
bb4 region 2 then:
  %8: str = Const "less"
  %7: void = Intrinsic print(ref %8)
  Jump bb6
bb5 region 2 else:
  Jump bb6
bb6 region 2 join:
  Return %5
}
==>
phase lowered
type Ordering = sum { Less {}, Equal {}, Greater {} }
type int = scalar int
type bool = scalar bool
type str = str
type void = unit

fn same_bool(%0: int borrowed, %1: int borrowed) -> bool {
bb0:
  %2: bool = Prim int_gt(%0, %1)
  Jump bb1
bb1:
  %7: bool = Prim int_lt(%0, %1)
  %8: bool = Prim bool_eq(%2, %7)
  Return %8
}

fn opposite(%0: int borrowed, %1: int borrowed) -> bool {
bb0:
  %2: bool = Prim int_gt(%0, %1)
  %11: bool = Prim bool_not(%2)
  Jump bb1
bb1:
  %6: int = Const 4
  %7: bool = Prim int_lt(%6, %1)
  %8: bool = Prim bool_eq(%11, %7)
  Return %8
}

fn is_greater(%0: int borrowed, %1: int borrowed) -> bool {
bb0:
  %2: bool = Prim int_gt(%0, %1)
  Jump bb1
bb1:
  Return %2
}

fn named_behind(%0: int borrowed, %1: int borrowed) -> int {
bb0:
  Jump bb1
bb1:
  %3: int = Const 3
  Jump bb2
bb2:
  %4: int = Const 3
  %5: int = Prim int_wrap_add(%3, %4)
  Return %5
}

fn stays(%0: int borrowed, %1: int borrowed) -> int {
  region 1 join in 0
  region 2 join in 0
bb0:
  %2: bool = Prim int_gt(%0, %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %3: int = Const 3
  Jump bb3(%3)
bb2 region 1 else:
  %4: int = Const 4
  Jump bb3(%4)
bb3(%5: int) region 1 join:
  %6: bool = Prim int_lt(%5, %1)
  Branch %6, bb4, bb5
bb4 region 2 then:
  %8: str = Const "less"
  %7: void = Intrinsic print(ref %8)
  Jump bb6
bb5 region 2 else:
  Jump bb6
bb6 region 2 join:
  Return %5
}
