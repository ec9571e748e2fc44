# Ways that meet: a value is taken apart before them when it is on all of them, and so are the parts of its parts.
pass unpackAggregates
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }

# Two patterns lead to one arm, which reads %3 again: %3 comes apart on both ways, not after them.
fn meet(%0: T owned, %1: bool borrowed, %2: bool borrowed) -> T {
  region 1 join in 0
  region 2 join in 1
bb0:
  %3: int = Tag %0
  Switch %3 { 1: bb1, 0: bb11 }
bb1 region 1 then:
  %4: T = Project %0#1.0
  %5: int = Tag %4
  Switch %5 { 1: bb2, 0: bb10 }
bb2 region 1 then:
  %6: T = Project %4#1.0
  Branch %1, bb3, bb6
bb3 region 2 then:
  Branch %2, bb4, bb5
bb4 region 2 then:
  %7: T = Project %4#1.2
  %8: int = Project %0#1.1
  Jump bb9(%7, %8)
bb5 region 2 then:
  Jump bb12(%0)
bb6 region 2 else:
  Branch %2, bb7, bb8
bb7 region 2 else:
  %9: T = Project %0#1.2
  %10: int = Project %4#1.1
  Jump bb9(%9, %10)
bb8 region 2 else:
  Jump bb12(%0)
bb9(%11: T, %12: int) region 2 join:
  %13: T = Construct #1(%6, %12, %11)
  Jump bb12(%13)
bb10 region 1 then:
  Jump bb12(%0)
bb11 region 1 else:
  Jump bb12(%0)
bb12(%14: T) region 1 join:
  Return %14
}
# One way returns the whole: the other one alone takes it apart.
fn whole_on_one_way(%0: T owned, %1: bool borrowed) -> T {
bb0:
  %2: int = Tag %0
  Switch %2 { 1: bb1, 0: bb4 }
bb1:
  %3: T = Project %0#1.0
  Branch %1, bb2, bb3
bb2:
  Return %3
bb3:
  Return %0
bb4:
  Return %0
}
# The variant is known on one way of two into bb3, which has no use for more: it comes apart on none.
fn known_on_one_way(%0: T owned, %1: T owned, %2: bool borrowed) -> T {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  %3: int = Project %0#1.1
  Jump bb3(%3)
bb2 region 1 else:
  %4: int = Const 1
  Jump bb3(%4)
bb3(%5: int) region 1 join:
  %6: int = Tag %0
  Switch %6 { 1: bb4, 0: bb5 }
bb4:
  %7: T = Project %0#1.0
  %8: T = Construct #1(%7, %5, %1)
  Return %8
bb5:
  Return %1
}
# Needed in each turn of a loop: it comes apart behind it.
fn in_loop(%0: T owned, %1: int borrowed) -> T {
  region 1 loop in 0
bb0 region 1 preheader:
  %2: int = Const 0
  Jump bb1(%2)
bb1(%3: int) region 1 header:
  %4: bool = Prim int_lt(%3, %1)
  Branch %4, bb2, bb3
bb2 region 1 latch:
  %5: T = Project %0#1.0
  %6: int = Apply @size(own %5)
  %7: int = Prim int_wrap_add(%3, %6)
  Jump bb1(%7)
bb3 region 1 exit:
  %8: T = Project %0#1.2
  Return %8
}
fn size(%0: T owned) -> int {
bb0:
  %1: int = Const 1
  Return %1
}
==>
phase owned
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }
type int = scalar int
type bool = scalar bool

fn meet(%0: T owned, %1: bool borrowed, %2: bool borrowed) -> T {
  region 1 join in 0
  region 2 join in 1
bb0:
  %3: int = Tag %0
  Switch %3 { 1: bb1, 0: bb11 }
bb1 region 1 then:
  %4: T = Project %0#1.0
  %5: int = Tag %4
  Switch %5 { 1: bb2, 0: bb10 }
bb2 region 1 then:
  Branch %1, bb3, bb6
bb3 region 2 then:
  Branch %2, bb4, bb5
bb4 region 2 then:
  (%15: T, %8: int, %9: T) = Unpack %0#1
  (%16: T, %10: int, %7: T) = Unpack %15#1
  Jump bb9(%7, %8, %16)
bb5 region 2 then:
  Jump bb12(%0)
bb6 region 2 else:
  Branch %2, bb7, bb8
bb7 region 2 else:
  (%17: T, %18: int, %19: T) = Unpack %0#1
  (%20: T, %21: int, %22: T) = Unpack %17#1
  Jump bb9(%19, %21, %20)
bb8 region 2 else:
  Jump bb12(%0)
bb9(%11: T, %12: int, %23: T) region 2 join:
  %13: T = Construct #1(%23, %12, %11)
  Jump bb12(%13)
bb10 region 1 then:
  Jump bb12(%0)
bb11 region 1 else:
  Jump bb12(%0)
bb12(%14: T) region 1 join:
  Return %14
}

fn whole_on_one_way(%0: T owned, %1: bool borrowed) -> T {
bb0:
  %2: int = Tag %0
  Switch %2 { 1: bb1, 0: bb4 }
bb1:
  Branch %1, bb2, bb3
bb2:
  (%4: T, %5: int, %6: T) = Unpack %0#1
  Return %4
bb3:
  Return %0
bb4:
  Return %0
}

fn known_on_one_way(%0: T owned, %1: T owned, %2: bool borrowed) -> T {
  region 1 join in 0
bb0:
  Branch %2, bb1, bb2
bb1 region 1 then:
  %3: int = Project %0#1.1
  Jump bb3(%3)
bb2 region 1 else:
  %4: int = Const 1
  Jump bb3(%4)
bb3(%5: int) region 1 join:
  %6: int = Tag %0
  Switch %6 { 1: bb4, 0: bb5 }
bb4:
  (%7: T, %9: int, %10: T) = Unpack %0#1
  %8: T = Construct #1(%7, %5, %1)
  Return %8
bb5:
  Return %1
}

fn in_loop(%0: T owned, %1: int borrowed) -> T {
  region 1 loop in 0
bb0 region 1 preheader:
  %2: int = Const 0
  Jump bb1(%2)
bb1(%3: int) region 1 header:
  %4: bool = Prim int_lt(%3, %1)
  Branch %4, bb2, bb3
bb2 region 1 latch:
  %5: T = Project %0#1.0
  %6: int = Apply @size(own %5)
  %7: int = Prim int_wrap_add(%3, %6)
  Jump bb1(%7)
bb3 region 1 exit:
  (%9: T, %10: int, %8: T) = Unpack %0#1
  Return %8
}

fn size(%0: T owned) -> int {
bb0:
  %1: int = Const 1
  Return %1
}
