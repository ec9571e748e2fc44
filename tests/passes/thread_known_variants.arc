# One round: a jump with a known variant goes to its case. Through the header of a loop nothing is threaded, and nothing where no
# argument is known.
pass threadKnownVariants
type T = sum { A {}, B { n: int } }
fn known(%0: int borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: T = Construct #1(%0)
  Jump bb3(%2)
bb2 region 1 else:
  %3: T = Construct #0()
  Jump bb3(%3)
bb3(%4: T) region 1 join:
  %5: int = Tag %4
  Switch %5 { 1: bb4, 0: bb5 }
bb4:
  %6: int = Project %4#1.0
  Return %6
bb5:
  Return %0
}
fn header(%0: int borrowed) -> int {
  region 1 loop in 0
bb0:
  %1: T = Construct #1(%0)
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%1)
bb2(%2: T) region 1 header:
  Jump bb3
bb3 region 1 body:
  %3: int = Tag %2
  Switch %3 { 1: bb4, 0: bb5 }
bb4 region 1 latch:
  %4: T = Construct #0()
  Jump bb2(%4)
bb5 region 1 exit:
  Return %0
}
fn unknown(%0: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 1: bb1, 0: bb2 }
bb1:
  %2: int = Project %0#1.0
  Return %2
bb2:
  %3: int = Const 0
  Return %3
}
==>
phase lowered
type T = sum { A {}, B { n: int } }
type int = scalar int
type bool = scalar bool

fn known(%0: int borrowed, %1: bool borrowed) -> int {
bb0:
  Branch %1, bb1, bb3
bb1:
  %7: T = Construct #1(%0)
  %8: int = Tag %7
  Jump bb2
bb2:
  %6: int = Project %7#1.0
  Return %6
bb3:
  %9: T = Construct #0()
  %10: int = Tag %9
  Jump bb4
bb4:
  Return %0
}

fn header(%0: int borrowed) -> int {
  region 1 loop in 0
bb0:
  %1: T = Construct #1(%0)
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%1)
bb2(%2: T) region 1 header:
  Jump bb3
bb3 region 1 body:
  %3: int = Tag %2
  Switch %3 { 1: bb4, 0: bb5 }
bb4 region 1 latch:
  %4: T = Construct #0()
  Jump bb2(%4)
bb5 region 1 exit:
  Return %0
}

fn unknown(%0: T borrowed) -> int {
bb0:
  %1: int = Tag %0
  Switch %1 { 1: bb1, 0: bb2 }
bb1:
  %2: int = Project %0#1.0
  Return %2
bb2:
  %3: int = Const 0
  Return %3
}
