# Calls that stay: their result is used in another way, something that can be noticed comes after them, or a release could tell.
pass loopTailCalls
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }
type D = dropping sum { End {}, Link { head: int, tail: D } }
type H = boxed sum { Stop {}, Hold { held: D, next: H } }
type R = boxed sum { None {}, Some { node: N } }
type N = struct { key: int, next: R }
type [int] = list int
type C = boxed sum { Done {}, More { xs: [int], next: C } }
# The result stands in two fields.
fn used_twice(%0 t: T borrowed, %1 k: int borrowed) -> T {
bb0:
  %2: T = Apply @used_twice(%0, %1)
  %3: T = Construct #1(%2, %1, %2)
  Return %3
}
# The cell stands in two fields of the next one.
fn cell_used_twice(%0 t: T borrowed, %1 k: int borrowed) -> T {
bb0:
  %2: T = Apply @cell_used_twice(%0, %1)
  %3: T = Construct #1(%0, %1, %2)
  %4: T = Construct #1(%3, %1, %3)
  Return %4
}
# The result is looked at.
fn looked_at(%0 n: int borrowed) -> L {
bb0:
  %1: L = Apply @looked_at(%0)
  %2: int = Tag %1
  %3: L = Construct #1(%2, %1)
  Return %3
}
# What comes after the call can panic.
fn panics_after(%0 n: int borrowed) -> L {
bb0:
  %1: L = Apply @panics_after(%0)
  %2: int = CheckedPrim int_add(%0, %0)
  %3: L = Construct #1(%2, %1)
  Return %3
}
# What comes after the call prints.
fn prints_after(%0 s: str borrowed, %1 n: int borrowed) -> L {
bb0:
  %2: L = Apply @prints_after(%0, %1)
  %3: void = Intrinsic print(ref %0)
  %4: L = Construct #1(%1, %2)
  Return %4
}
# Another function is called.
fn other(%0 n: int borrowed) -> L {
bb0:
  %1: L = Apply @looked_at(%0)
  %2: L = Construct #1(%0, %1)
  Return %2
}
# Another value is returned.
fn not_returned(%0 n: int borrowed) -> L {
bb0:
  %1: L = Apply @not_returned(%0)
  %2: L = Construct #1(%0, %1)
  %3: L = Construct #0()
  Return %3
}
# The way out depends on something.
fn branches(%0 n: int borrowed, %1 b: bool borrowed) -> L {
bb0:
  %2: L = Apply @branches(%0, %1)
  %3: L = Construct #1(%0, %2)
  Branch %1, bb1, bb2
bb1:
  Return %3
bb2:
  %4: L = Construct #1(%0, %3)
  Return %4
}
# The field lies in a struct in the cell.
fn inside(%0 n: int borrowed) -> R {
bb0:
  %1: R = Apply @inside(%0)
  %2: N = Construct(%0, %1)
  %3: R = Construct #1(%2)
  Return %3
}
# The cell has an impl of `Drop`.
fn drops(%0 n: int borrowed) -> D {
bb0:
  %1: D = Apply @drops(%0)
  %2: D = Construct #1(%0, %1)
  Return %2
}
# What the cell holds has one.
fn holds(%0 d: D borrowed) -> H {
bb0:
  %1: H = Apply @holds(%0)
  %2: H = Construct #1(%0, %1)
  Return %2
}
# Its own argument would be pushed to before the call needs it.
fn changes(%0 n: int borrowed, %1 xs: [int] borrowed) -> C {
bb0:
  %2: C = Apply @changes(%0, %1)
  %3: [int] = Intrinsic list_push of int(own %1, own %0)
  %4: C = Construct #1(%3, %2)
  Return %4
}
==>
phase lowered
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }
type D = dropping sum { End {}, Link { head: int, tail: D } }
type H = boxed sum { Stop {}, Hold { held: D, next: H } }
type R = boxed sum { None {}, Some { node: N } }
type N = struct { key: int, next: R }
type [int] = list int
type C = boxed sum { Done {}, More { xs: [int], next: C } }
type int = scalar int
type str = str
type void = unit
type bool = scalar bool

fn used_twice(%0 t: T borrowed, %1 k: int borrowed) -> T {
bb0:
  %2: T = Apply @used_twice(%0, %1)
  %3: T = Construct #1(%2, %1, %2)
  Return %3
}

fn cell_used_twice(%0 t: T borrowed, %1 k: int borrowed) -> T {
bb0:
  %2: T = Apply @cell_used_twice(%0, %1)
  %3: T = Construct #1(%0, %1, %2)
  %4: T = Construct #1(%3, %1, %3)
  Return %4
}

fn looked_at(%0 n: int borrowed) -> L {
bb0:
  %1: L = Apply @looked_at(%0)
  %2: int = Tag %1
  %3: L = Construct #1(%2, %1)
  Return %3
}

fn panics_after(%0 n: int borrowed) -> L {
bb0:
  %1: L = Apply @panics_after(%0)
  %2: int = CheckedPrim int_add(%0, %0)
  %3: L = Construct #1(%2, %1)
  Return %3
}

fn prints_after(%0 s: str borrowed, %1 n: int borrowed) -> L {
bb0:
  %2: L = Apply @prints_after(%0, %1)
  %3: void = Intrinsic print(ref %0)
  %4: L = Construct #1(%1, %2)
  Return %4
}

fn other(%0 n: int borrowed) -> L {
bb0:
  %1: L = Apply @looked_at(%0)
  %2: L = Construct #1(%0, %1)
  Return %2
}

fn not_returned(%0 n: int borrowed) -> L {
bb0:
  %1: L = Apply @not_returned(%0)
  %2: L = Construct #1(%0, %1)
  %3: L = Construct #0()
  Return %3
}

fn branches(%0 n: int borrowed, %1 b: bool borrowed) -> L {
bb0:
  %2: L = Apply @branches(%0, %1)
  %3: L = Construct #1(%0, %2)
  Branch %1, bb1, bb2
bb1:
  Return %3
bb2:
  %4: L = Construct #1(%0, %3)
  Return %4
}

fn inside(%0 n: int borrowed) -> R {
bb0:
  %1: R = Apply @inside(%0)
  %2: N = Construct(%0, %1)
  %3: R = Construct #1(%2)
  Return %3
}

fn drops(%0 n: int borrowed) -> D {
bb0:
  %1: D = Apply @drops(%0)
  %2: D = Construct #1(%0, %1)
  Return %2
}

fn holds(%0 d: D borrowed) -> H {
bb0:
  %1: H = Apply @holds(%0)
  %2: H = Construct #1(%0, %1)
  Return %2
}

fn changes(%0 n: int borrowed, %1 xs: [int] borrowed) -> C {
bb0:
  %2: C = Apply @changes(%0, %1)
  %3: [int] = Intrinsic list_push of int(own %1, own %0)
  %4: C = Construct #1(%3, %2)
  Return %4
}
