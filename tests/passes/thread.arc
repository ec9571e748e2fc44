# Jumps whose argument is a known variant or literal go straight to the case they take.
pass thread
type Option<int> = sum { None {}, Some { value: int } }
type Shape = sum { Dot {}, Line { length: int }, Box { width: int, height: int } }

# Both variants are made and then told apart at once; what is read after the cases goes along.
fn one_join(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
  region 2 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: Option<int> = Construct #1(%0)
  Jump bb3(%2, %0)
bb2 region 1 else:
  %3: Option<int> = Construct #0()
  %4: int = Const 7
  Jump bb3(%3, %4)
bb3(%5: Option<int>, %6: int) region 1 join:
  %7: int = Prim int_wrap_add(%6, %0)
  %8: int = Tag %5
  Switch %8 { 1: bb4, 0: bb5 }
bb4 region 2 then:
  %9: int = Project %5#1.0
  Jump bb6(%9)
bb5 region 2 else:
  Jump bb6(%6)
bb6(%10: int) region 2 join:
  %11: int = Prim int_wrap_add(%10, %7)
  Return %11
}

# One of three ways is unknown: it keeps the question, and the cases get a parameter.
fn one_unknown(%0: Shape borrowed, %1: int borrowed) -> int {
  region 1 join in 0
  region 2 join in 0
bb0:
  Switch %1 { 0: bb1, 1: bb2, else: bb3 }
bb1 region 1 then:
  %2: Shape = Construct #1(%1)
  Jump bb4(%2)
bb2 region 1 else:
  %3: Shape = Construct #2(%1, %1)
  Jump bb4(%3)
bb3 region 1 else:
  Jump bb4(%0)
bb4(%4: Shape) region 1 join:
  Jump bb5
bb5:
  %5: int = Tag %4
  Switch %5 { 2: bb6, else: bb7 }
bb6 region 2 then:
  %6: int = Project %4#2.1
  Jump bb8(%6)
bb7 region 2 else:
  Jump bb8(%5)
bb8(%7: int) region 2 join:
  Return %7
}

# A literal decides a branch, also when it is negated on the way.
fn literal(%0: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %1: bool = Const true
  Jump bb3(%1)
bb2 region 1 else:
  %2: bool = Const false
  Jump bb3(%2)
bb3(%3: bool) region 1 join:
  %4: bool = Prim bool_not(%3)
  Branch %4, bb4, bb5
bb4:
  %5: int = Const 4
  Return %5
bb5:
  %6: int = Const 5
  Return %6
}

# A chain of questions: each jump passes all of them.
fn chain(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
  region 2 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: Option<int> = Construct #1(%0)
  Jump bb3(%2)
bb2 region 1 else:
  %3: Option<int> = Construct #0()
  Jump bb3(%3)
bb3(%4: Option<int>) region 1 join:
  %5: int = Tag %4
  Switch %5 { 1: bb4, 0: bb5 }
bb4 region 2 then:
  %6: int = Project %4#1.0
  %7: int = Prim int_wrap_add(%6, %6)
  %8: Option<int> = Construct #1(%7)
  Jump bb6(%8)
bb5 region 2 else:
  %9: Option<int> = Construct #0()
  Jump bb6(%9)
bb6(%10: Option<int>) region 2 join:
  %11: int = Tag %10
  Switch %11 { 1: bb7, 0: bb8 }
bb7:
  %12: int = Project %10#1.0
  Return %12
bb8:
  Return %0
}

# The step of a filter: the header of the loop stays the only way in, and its flag is always the same.
fn filter(%0: int borrowed) -> int {
  region 1 loop in 0
  region 2 join in 1
  region 3 join in 2
bb0 region 1 preheader:
  %1: int = Const 0
  %2: bool = Const false
  Jump bb1(%1, %2)
bb1(%3: int, %4: bool) region 1 header:
  Branch %4, bb2, bb3
bb2 region 2 then:
  %5: Option<int> = Construct #0()
  Jump bb8(%5, %4)
bb3 region 2 else:
  %6: bool = Prim int_lt(%3, %0)
  Branch %6, bb4, bb5
bb4 region 3 then:
  %7: Option<int> = Construct #1(%3)
  Jump bb6(%7)
bb5 region 3 else:
  %8: Option<int> = Construct #0()
  Jump bb6(%8)
bb6(%9: Option<int>) region 3 join:
  %10: int = Tag %9
  Switch %10 { 1: bb7, 0: bb9 }
bb7 region 2 else:
  %11: bool = Const false
  Jump bb8(%9, %11)
bb8(%12: Option<int>, %13: bool) region 2 join:
  %14: int = Tag %12
  Switch %14 { 1: bb10, 0: bb11 }
bb9 region 2 else:
  %15: bool = Const true
  Jump bb8(%9, %15)
bb10 region 1 latch:
  %16: int = Project %12#1.0
  %17: int = Const 1
  %18: int = Prim int_wrap_add(%16, %17)
  Jump bb1(%18, %13)
bb11 region 1 exit:
  Return %3
}

# A call on the way is not copied, nor are many ops; a loop is not entered past its header.
fn stays(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: Option<int> = Construct #1(%0)
  Jump bb3(%2)
bb2 region 1 else:
  %3: Option<int> = Construct #0()
  Jump bb3(%3)
bb3(%4: Option<int>) region 1 join:
  %5: int = Apply @literal(%1)
  %6: int = Tag %4
  Switch %6 { 1: bb4, 0: bb5 }
bb4:
  Return %5
bb5:
  Return %0
}
fn stays_long(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: bool = Const true
  Jump bb3(%2)
bb2 region 1 else:
  %3: bool = Const false
  Jump bb3(%3)
bb3(%4: bool) region 1 join:
  %5: int = Prim int_wrap_add(%0, %0)
  %6: int = Prim int_wrap_add(%5, %5)
  %7: int = Prim int_wrap_add(%6, %6)
  %8: int = Prim int_wrap_add(%7, %7)
  %9: int = Prim int_wrap_add(%8, %8)
  %10: int = Prim int_wrap_add(%9, %9)
  %11: int = Prim int_wrap_add(%10, %10)
  %12: int = Prim int_wrap_add(%11, %11)
  %13: int = Prim int_wrap_add(%12, %12)
  Branch %4, bb4, bb5
bb4:
  Return %13
bb5:
  Return %0
}
fn stays_loop(%0: int borrowed) -> int {
  region 1 loop in 0
bb0 region 1 preheader:
  %1: bool = Const true
  Jump bb1(%1, %0)
bb1(%2: bool, %3: int) region 1 header:
  Branch %2, bb2, bb3
bb2 region 1 latch:
  %4: int = Const 1
  %5: int = Prim int_wrap_add(%3, %4)
  %6: bool = Prim int_lt(%5, %4)
  Jump bb1(%6, %5)
bb3 region 1 exit:
  Return %3
}
==>
phase lowered
type Option<int> = sum { None {}, Some { value: int } }
type Shape = sum { Dot {}, Line { length: int }, Box { width: int, height: int } }
type int = scalar int
type bool = scalar bool

fn one_join(%0: int borrowed, %1: bool borrowed) -> int {
  region 2 join in 0
bb0:
  Branch %1, bb1, bb3
bb1 region 2 then:
  %13: int = Prim int_wrap_add(%0, %0)
  Jump bb2
bb2 region 2 then:
  Jump bb5(%0, %13)
bb3 region 2 else:
  %16: int = Const 7
  %17: int = Prim int_wrap_add(%16, %0)
  Jump bb4
bb4 region 2 else:
  Jump bb5(%16, %17)
bb5(%10: int, %23: int) region 2 join:
  %11: int = Prim int_wrap_add(%10, %23)
  Return %11
}

fn one_unknown(%0: Shape borrowed, %1: int borrowed) -> int {
  region 2 join in 0
bb0:
  Switch %1 { 0: bb1, 1: bb2, else: bb3 }
bb1 region 2 then:
  %8: Shape = Construct #1(%1)
  %9: int = Tag %8
  Jump bb9(%9)
bb2 region 2 else:
  %10: Shape = Construct #2(%1, %1)
  Jump bb7(%10)
bb3 region 2 else:
  Jump bb4
bb4 region 2 else:
  Jump bb5
bb5 region 2 else:
  %5: int = Tag %0
  Switch %5 { 2: bb6, else: bb8 }
bb6 region 2 else:
  Jump bb7(%0)
bb7(%14: Shape) region 2 else:
  %6: int = Project %14#2.1
  Jump bb10(%6)
bb8 region 2 else:
  Jump bb9(%5)
bb9(%15: int) region 2 else:
  Jump bb10(%15)
bb10(%7: int) region 2 join:
  Return %7
}

fn literal(%0: bool borrowed) -> int {
bb0:
  Branch %0, bb1, bb3
bb1:
  Jump bb2
bb2:
  %6: int = Const 5
  Return %6
bb3:
  Jump bb4
bb4:
  %5: int = Const 4
  Return %5
}

fn chain(%0: int borrowed, %1: bool borrowed) -> int {
bb0:
  Branch %1, bb1, bb5
bb1:
  Jump bb2
bb2:
  %7: int = Prim int_wrap_add(%0, %0)
  Jump bb3
bb3:
  Jump bb4
bb4:
  Return %7
bb5:
  Jump bb6
bb6:
  Jump bb7
bb7:
  Jump bb8
bb8:
  Return %0
}

fn filter(%0: int borrowed) -> int {
  region 1 loop in 0
bb0 region 1 preheader:
  %1: int = Const 0
  Jump bb1(%1)
bb1(%3: int) region 1 header:
  Jump bb2
bb2 region 1 body:
  %6: bool = Prim int_lt(%3, %0)
  Branch %6, bb3, bb5
bb3 region 1 body:
  Jump bb4
bb4 region 1 latch:
  %17: int = Const 1
  %18: int = Prim int_wrap_add(%3, %17)
  Jump bb1(%18)
bb5 region 1 exit:
  Jump bb6
bb6:
  Jump bb7
bb7:
  Return %3
}

fn stays(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: Option<int> = Construct #1(%0)
  Jump bb3(%2)
bb2 region 1 else:
  %3: Option<int> = Construct #0()
  Jump bb3(%3)
bb3(%4: Option<int>) region 1 join:
  %5: int = Apply @literal(%1)
  %6: int = Tag %4
  Switch %6 { 1: bb4, 0: bb5 }
bb4:
  Return %5
bb5:
  Return %0
}

fn stays_long(%0: int borrowed, %1: bool borrowed) -> int {
bb0:
  Jump bb1
bb1:
  %5: int = Prim int_wrap_add(%0, %0)
  %6: int = Prim int_wrap_add(%5, %5)
  %7: int = Prim int_wrap_add(%6, %6)
  %8: int = Prim int_wrap_add(%7, %7)
  %9: int = Prim int_wrap_add(%8, %8)
  %10: int = Prim int_wrap_add(%9, %9)
  %11: int = Prim int_wrap_add(%10, %10)
  %12: int = Prim int_wrap_add(%11, %11)
  %13: int = Prim int_wrap_add(%12, %12)
  Branch %1, bb2, bb3
bb2:
  Return %13
bb3:
  Return %0
}

fn stays_loop(%0: int borrowed) -> int {
  region 1 loop in 0
bb0 region 1 preheader:
  %1: bool = Const true
  Jump bb1(%1, %0)
bb1(%2: bool, %3: int) region 1 header:
  Branch %2, bb2, bb3
bb2 region 1 latch:
  %4: int = Const 1
  %5: int = Prim int_wrap_add(%3, %4)
  %6: bool = Prim int_lt(%5, %4)
  Jump bb1(%6, %5)
bb3 region 1 exit:
  Return %3
}
