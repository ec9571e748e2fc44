# An element that is consumed and whose place gets another value moves out of its list. One that is only read, one
# of another place and one of a list that is looked at in between stay.
pass moveElements
type [int] = list int
type [[int]] = list [int]
fn push(%0: [[int]] owned, %1: int borrowed) -> [[int]] {
bb0:
  %2: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %3: [int] = Intrinsic list_push of int(own %2, own %1)
  %4: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %3)
  Return %4
}
fn same_constant(%0: [[int]] owned) -> [[int]] {
bb0:
  %1: int = Const 3
  %2: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %3: [int] = Intrinsic list_push of int(own %2, own %1)
  %4: int = Const 3
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %4, own %3)
  Return %5
}
fn other_place(%0: [[int]] owned, %1: int borrowed, %2: int borrowed) -> [[int]] {
bb0:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %2, own %4)
  Return %5
}
fn looked_at(%0: [[int]] owned, %1: int borrowed) -> [[int]] {
bb0:
  %2: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %3: int = Intrinsic list_len of [int](ref %0)
  %4: [int] = Intrinsic list_push of int(own %2, own %3)
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %4)
  Return %5
}
fn only_read(%0: [[int]] owned, %1: int borrowed) -> [[int]] {
bb0:
  %2: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %3: int = Intrinsic list_len of int(ref %2)
  %4: [int] = MakeList(%3)
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %4)
  Return %5
}
==>
phase owned
type [int] = list int
type [[int]] = list [int]
type int = scalar int
type `([[int]], [int])` = struct { 0: [[int]], 1: [int] }

fn push(%0: [[int]] owned, %1: int borrowed) -> [[int]] {
bb0:
  %6: `([[int]], [int])` = Intrinsic list_take of [int](own %0, ref %1)
  (%5: [[int]], %2: [int]) = Unpack %6
  %3: [int] = Intrinsic list_push of int(own %2, own %1)
  %4: [[int]] = Intrinsic list_put of [int](own %5, ref %1, own %3)
  Return %4
}

fn same_constant(%0: [[int]] owned) -> [[int]] {
bb0:
  %1: int = Const 3
  %7: `([[int]], [int])` = Intrinsic list_take of [int](own %0, ref %1)
  (%6: [[int]], %2: [int]) = Unpack %7
  %3: [int] = Intrinsic list_push of int(own %2, own %1)
  %4: int = Const 3
  %5: [[int]] = Intrinsic list_put of [int](own %6, ref %4, own %3)
  Return %5
}

fn other_place(%0: [[int]] owned, %1: int borrowed, %2: int borrowed) -> [[int]] {
bb0:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %2, own %4)
  Return %5
}

fn looked_at(%0: [[int]] owned, %1: int borrowed) -> [[int]] {
bb0:
  %2: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %3: int = Intrinsic list_len of [int](ref %0)
  %4: [int] = Intrinsic list_push of int(own %2, own %3)
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %4)
  Return %5
}

fn only_read(%0: [[int]] owned, %1: int borrowed) -> [[int]] {
bb0:
  %2: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %3: int = Intrinsic list_len of int(ref %2)
  %4: [int] = MakeList(%3)
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %4)
  Return %5
}
