# A branch that only chooses between values which its condition tells is left out. It stays where the ways lead to different blocks, where
# one does something, and where they choose between two numbers.
pass collapseBranches
fn condition(%0: bool borrowed, %1: int borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %2: bool = Const true
  Jump bb3(%2, %1)
bb2 region 1 else:
  %3: bool = Const false
  Jump bb3(%3, %1)
bb3(%4: bool, %5: int) region 1 join:
  %6: int = Prim int_wrap_add(%5, %1)
  Return %6
}
fn opposite(%0: bool borrowed) -> bool {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %1: bool = Const false
  Jump bb3(%1)
bb2 region 1 else:
  %2: bool = Const true
  Jump bb3(%2)
bb3(%3: bool) region 1 join:
  Return %3
}
fn numbers(%0: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %1: int = Const 1
  Jump bb3(%1)
bb2 region 1 else:
  %2: int = Const 2
  Jump bb3(%2)
bb3(%3: int) region 1 join:
  Return %3
}
fn does_something(%0: bool borrowed, %1: str borrowed) -> bool {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %2: void = Intrinsic print(ref %1)
  %3: bool = Const true
  Jump bb3(%3)
bb2 region 1 else:
  %4: bool = Const false
  Jump bb3(%4)
bb3(%5: bool) region 1 join:
  Return %5
}
==>
phase lowered
type bool = scalar bool
type int = scalar int
type str = str
type void = unit

fn condition(%0: bool borrowed, %1: int borrowed) -> int {
bb0:
  Jump bb1(%0, %1)
bb1(%4: bool, %5: int):
  %6: int = Prim int_wrap_add(%5, %1)
  Return %6
}

fn opposite(%0: bool borrowed) -> bool {
bb0:
  %4: bool = Prim bool_not(%0)
  Jump bb1(%4)
bb1(%3: bool):
  Return %3
}

fn numbers(%0: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %1: int = Const 1
  Jump bb3(%1)
bb2 region 1 else:
  %2: int = Const 2
  Jump bb3(%2)
bb3(%3: int) region 1 join:
  Return %3
}

fn does_something(%0: bool borrowed, %1: str borrowed) -> bool {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %2: void = Intrinsic print(ref %1)
  %3: bool = Const true
  Jump bb3(%3)
bb2 region 1 else:
  %4: bool = Const false
  Jump bb3(%4)
bb3(%5: bool) region 1 join:
  Return %5
}
