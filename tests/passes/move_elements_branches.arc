# Reads on several ways and one place where they meet: the element moves out on each way.
pass moveElements
type [int] = list int
type [[int]] = list [int]
type [[[int]]] = list [[int]]
type `([[int]], [int])` = struct { 0: [[int]], 1: [int] }
type `([[[int]]], [[int]])` = struct { 0: [[[int]]], 1: [[int]] }

fn diamond(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  Jump bb3(%4)
bb2 region 1 else:
  %5: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  Jump bb3(%5)
bb3(%6: [int]) region 1 join:
  %7: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %6)
  Return %7
}
# The condition reads the element as well.
fn condition(%0: [[int]] owned, %1: int borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %2: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %3: int = Intrinsic list_len of int(ref %2)
  %4: bool = Prim int_lt(%3, %1)
  Branch %4, bb1, bb2
bb1 region 1 then:
  %5: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %6: [int] = Intrinsic list_push of int(own %5, own %1)
  Jump bb3(%6)
bb2 region 1 else:
  %7: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  Jump bb3(%7)
bb3(%8: [int]) region 1 join:
  %9: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %8)
  Return %9
}
# A way that does not read the element moves it out where it meets the other one. The index is computed again.
fn other_value(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %3: int = Prim int_wrap_add(%1, %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %4: [int] = Intrinsic list_get of [int](ref %0, ref %3)
  %5: [int] = Intrinsic list_push of int(own %4, own %1)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [int] = MakeList()
  Jump bb3(%6)
bb3(%7: [int]) region 1 join:
  %8: int = Prim int_wrap_add(%1, %1)
  %9: [[int]] = Intrinsic list_set of [int](own %0, ref %8, own %7)
  Return %9
}
# Each way puts its own value back.
fn ends(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %4)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [int] = MakeList(%1)
  %7: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %6)
  Jump bb3(%7)
bb3(%8: [[int]]) region 1 join:
  Return %8
}
# A list in a list: the inner one moves out, then the element of it.
fn nested(%0: [[[int]]] owned, %1: int borrowed, %2: bool borrowed) -> [[[int]]] {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  %3: [[int]] = Intrinsic list_get of [[int]](ref %0, ref %1)
  %4: [int] = Intrinsic list_get of [int](ref %3, ref %1)
  %5: [int] = Intrinsic list_push of int(own %4, own %1)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [[int]] = Intrinsic list_get of [[int]](ref %0, ref %1)
  %7: [int] = Intrinsic list_get of [int](ref %6, ref %1)
  Jump bb3(%7)
bb3(%8: [int]) region 1 join:
  %9: `([[[int]]], [[int]])` = Intrinsic list_take of [[int]](own %0, ref %1)
  %10: [[[int]]] = Project %9.0
  %11: [[int]] = Project %9.1
  %12: [[int]] = Intrinsic list_set of [int](own %11, ref %1, own %8)
  %13: [[[int]]] = Intrinsic list_put of [[int]](own %10, ref %1, own %12)
  Return %13
}
# It stays where the list is looked at on a way,
fn looked_at(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  Jump bb3(%4)
bb2 region 1 else:
  %5: int = Intrinsic list_len of [int](ref %0)
  %6: [int] = MakeList(%5)
  Jump bb3(%6)
bb3(%7: [int]) region 1 join:
  %8: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %7)
  Return %8
}
# where a way does not replace it,
fn not_replaced(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %4)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [[int]] = MakeList(%4)
  Jump bb3(%6)
bb3(%7: [[int]]) region 1 join:
  Return %7
}
# where moving it out early would show, as the place may not exist,
fn shows(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed, %3: str borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  %4: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %5: [int] = Intrinsic list_push of int(own %4, own %1)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [int] = MakeList()
  Jump bb3(%6)
bb3(%7: [int]) region 1 join:
  %8: void = Intrinsic print(ref %3)
  %9: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %7)
  Return %9
}
# and where nothing of it is consumed.
fn only_read(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %4: int = Intrinsic list_len of int(ref %3)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %5: [int] = MakeList(%4)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [int] = MakeList(%1)
  Jump bb3(%6)
bb3(%7: [int]) region 1 join:
  %8: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %7)
  Return %8
}
type void = unit
type str = str
==>
phase owned
type [int] = list int
type [[int]] = list [int]
type [[[int]]] = list [[int]]
type `([[int]], [int])` = struct { 0: [[int]], 1: [int] }
type `([[[int]]], [[int]])` = struct { 0: [[[int]]], 1: [[int]] }
type void = unit
type str = str
type int = scalar int
type bool = scalar bool

fn diamond(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  %9: `([[int]], [int])` = Intrinsic list_take of [int](own %0, ref %1)
  (%8: [[int]], %3: [int]) = Unpack %9
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  Jump bb3(%4, %8)
bb2 region 1 else:
  %10: `([[int]], [int])` = Intrinsic list_take of [int](own %0, ref %1)
  (%11: [[int]], %12: [int]) = Unpack %10
  Jump bb3(%12, %11)
bb3(%6: [int], %13: [[int]]) region 1 join:
  %7: [[int]] = Intrinsic list_put of [int](own %13, ref %1, own %6)
  Return %7
}

fn condition(%0: [[int]] owned, %1: int borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %11: `([[int]], [int])` = Intrinsic list_take of [int](own %0, ref %1)
  (%10: [[int]], %5: [int]) = Unpack %11
  %3: int = Intrinsic list_len of int(ref %5)
  %4: bool = Prim int_lt(%3, %1)
  Branch %4, bb1, bb2
bb1 region 1 then:
  %6: [int] = Intrinsic list_push of int(own %5, own %1)
  Jump bb3(%6)
bb2 region 1 else:
  Jump bb3(%5)
bb3(%8: [int]) region 1 join:
  %9: [[int]] = Intrinsic list_put of [int](own %10, ref %1, own %8)
  Return %9
}

fn other_value(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %3: int = Prim int_wrap_add(%1, %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %11: `([[int]], [int])` = Intrinsic list_take of [int](own %0, ref %3)
  (%10: [[int]], %4: [int]) = Unpack %11
  %5: [int] = Intrinsic list_push of int(own %4, own %1)
  Jump bb3(%5, %10)
bb2 region 1 else:
  %6: [int] = MakeList()
  %12: `([[int]], [int])` = Intrinsic list_take of [int](own %0, ref %3)
  (%13: [[int]], %14: [int]) = Unpack %12
  Jump bb3(%6, %13)
bb3(%7: [int], %15: [[int]]) region 1 join:
  %8: int = Prim int_wrap_add(%1, %1)
  %9: [[int]] = Intrinsic list_put of [int](own %15, ref %8, own %7)
  Return %9
}

fn ends(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %10: `([[int]], [int])` = Intrinsic list_take of [int](own %0, ref %1)
  (%9: [[int]], %3: [int]) = Unpack %10
  Branch %2, bb1, bb2
bb1 region 1 then:
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  %5: [[int]] = Intrinsic list_put of [int](own %9, ref %1, own %4)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [int] = MakeList(%1)
  %7: [[int]] = Intrinsic list_put of [int](own %9, ref %1, own %6)
  Jump bb3(%7)
bb3(%8: [[int]]) region 1 join:
  Return %8
}

fn nested(%0: [[[int]]] owned, %1: int borrowed, %2: bool borrowed) -> [[[int]]] {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  %15: `([[[int]]], [[int]])` = Intrinsic list_take of [[int]](own %0, ref %1)
  (%14: [[[int]]], %3: [[int]]) = Unpack %15
  %18: `([[int]], [int])` = Intrinsic list_take of [int](own %3, ref %1)
  (%17: [[int]], %4: [int]) = Unpack %18
  %5: [int] = Intrinsic list_push of int(own %4, own %1)
  Jump bb3(%5, %17, %14)
bb2 region 1 else:
  %16: `([[[int]]], [[int]])` = Intrinsic list_take of [[int]](own %0, ref %1)
  (%20: [[[int]]], %21: [[int]]) = Unpack %16
  %19: `([[int]], [int])` = Intrinsic list_take of [int](own %21, ref %1)
  (%22: [[int]], %23: [int]) = Unpack %19
  Jump bb3(%23, %22, %20)
bb3(%8: [int], %24: [[int]], %25: [[[int]]]) region 1 join:
  %12: [[int]] = Intrinsic list_put of [int](own %24, ref %1, own %8)
  %13: [[[int]]] = Intrinsic list_put of [[int]](own %25, ref %1, own %12)
  Return %13
}

fn looked_at(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  Jump bb3(%4)
bb2 region 1 else:
  %5: int = Intrinsic list_len of [int](ref %0)
  %6: [int] = MakeList(%5)
  Jump bb3(%6)
bb3(%7: [int]) region 1 join:
  %8: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %7)
  Return %8
}

fn not_replaced(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %4: [int] = Intrinsic list_push of int(own %3, own %1)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %5: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %4)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [[int]] = MakeList(%4)
  Jump bb3(%6)
bb3(%7: [[int]]) region 1 join:
  Return %7
}

fn shows(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed, %3: str borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  %4: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %5: [int] = Intrinsic list_push of int(own %4, own %1)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [int] = MakeList()
  Jump bb3(%6)
bb3(%7: [int]) region 1 join:
  %8: void = Intrinsic print(ref %3)
  %9: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %7)
  Return %9
}

fn only_read(%0: [[int]] owned, %1: int borrowed, %2: bool borrowed) -> [[int]] {
  region 1 join in 0
bb0:
  %3: [int] = Intrinsic list_get of [int](ref %0, ref %1)
  %4: int = Intrinsic list_len of int(ref %3)
  Branch %2, bb1, bb2
bb1 region 1 then:
  %5: [int] = MakeList(%4)
  Jump bb3(%5)
bb2 region 1 else:
  %6: [int] = MakeList(%1)
  Jump bb3(%6)
bb3(%7: [int]) region 1 join:
  %8: [[int]] = Intrinsic list_set of [int](own %0, ref %1, own %7)
  Return %8
}
