# UW-1 to UW-3: an iterator is an Ori value, so "drop the iterator" is the release of that value. Both call forms release the iterator
# that is live in a cleanup that resumes; none is released when it was consumed before, and without one the call stays an op.
pass insertRc
type int = scalar int
type [int] = list int
type Iter = struct { list: [int], at: int }
type `(int) -> int` = fn (int) -> int
fn risky(%0: int borrowed) -> int {
bb0:
  %1: int = CheckedPrim int_add(ref %0, ref %0)
  Return %1
}
fn left(%0: Iter borrowed) -> int {
bb0:
  %1: int = Project %0.1
  Return %1
}
fn invoke_live(%0: [int] owned, %1: int borrowed) -> int {
bb0:
  %2: Iter = Construct(%0, %1)
  %3: int = Apply @risky(ref %1)
  %4: int = Apply @left(ref %2)
  Return %4
}
fn invoke_indirect_live(%0: [int] owned, %1: int borrowed, %2: `(int) -> int` borrowed) -> int {
bb0:
  %3: Iter = Construct(%0, %1)
  %4: int = ApplyIndirect(ref %2, own %1)
  %5: int = Apply @left(ref %3)
  Return %5
}
fn invoke_dropped(%0: [int] owned, %1: int borrowed) -> int {
bb0:
  %2: Iter = Construct(%0, %1)
  %3: int = Apply @left(ref %2)
  %4: int = Apply @risky(ref %3)
  Return %4
}
fn invoke_indirect_dropped(%0: [int] owned, %1: int borrowed, %2: `(int) -> int` borrowed) -> int {
bb0:
  %3: Iter = Construct(%0, %1)
  %4: int = Apply @left(ref %3)
  %5: int = ApplyIndirect(ref %2, own %4)
  Return %5
}
fn invoke_none(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @risky(ref %0)
  Return %1
}
fn invoke_indirect_none(%0: int borrowed, %1: `(int) -> int` borrowed) -> int {
bb0:
  %2: int = ApplyIndirect(ref %1, own %0)
  Return %2
}

==>
type int = scalar int
type [int] = list int
type Iter = struct { list: [int], at: int }
type `(int) -> int` = fn (int) -> int

fn risky(%0: int borrowed) -> int {
bb0:
  %1: int = CheckedPrim int_add(ref %0, ref %0)
  Return %1
}

fn left(%0: Iter borrowed) -> int {
bb0:
  %1: int = Project %0.1
  Return %1
}

fn invoke_live(%0: [int] owned, %1: int borrowed) -> int {
bb0:
  %2: Iter = Construct(%0, %1)
  Invoke %3: int = Apply @risky(ref %1) -> bb1, unwind bb2
bb1:
  %4: int = Apply @left(ref %2)
  RcDec %2
  Return %4
bb2:
  RcDec %2
  Resume
}

fn invoke_indirect_live(%0: [int] owned, %1: int borrowed, %2: `(int) -> int` borrowed) -> int {
bb0:
  %3: Iter = Construct(%0, %1)
  Invoke %4: int = ApplyIndirect(ref %2, own %1) -> bb1, unwind bb2
bb1:
  %5: int = Apply @left(ref %3)
  RcDec %3
  Return %5
bb2:
  RcDec %3
  Resume
}

fn invoke_dropped(%0: [int] owned, %1: int borrowed) -> int {
bb0:
  %2: Iter = Construct(%0, %1)
  %3: int = Apply @left(ref %2)
  RcDec %2
  %4: int = Apply @risky(ref %3)
  Return %4
}

fn invoke_indirect_dropped(%0: [int] owned, %1: int borrowed, %2: `(int) -> int` borrowed) -> int {
bb0:
  %3: Iter = Construct(%0, %1)
  %4: int = Apply @left(ref %3)
  RcDec %3
  %5: int = ApplyIndirect(ref %2, own %4)
  Return %5
}

fn invoke_none(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @risky(ref %0)
  Return %1
}

fn invoke_indirect_none(%0: int borrowed, %1: `(int) -> int` borrowed) -> int {
bb0:
  %2: int = ApplyIndirect(ref %1, own %0)
  Return %2
}
