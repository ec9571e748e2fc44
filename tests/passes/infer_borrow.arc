# Parameters that are only read stay borrowed, in recursion too; what is updated, stored or returned
# is owned. A lambda's parameters are treated as a named function's (CL-5).
pass inferBorrow
type [int] = list int
type State = struct { items: [int], count: int }
fn length(%0: [int] borrowed) -> int {
bb0:
  %1: int = Intrinsic list_len of int(ref %0)
  %2: int = Apply @length(%0)
  Return %2
}
fn push(%0: [int] borrowed, %1: int borrowed) -> [int] {
bb0:
  %2: [int] = Intrinsic list_push of int(own %0, own %1)
  Return %2
}
fn update(%0: State borrowed, %1: int borrowed) -> State {
bb0:
  %2: [int] = Project %0.0
  %3: int = Project %0.1
  %4: [int] = Apply @push(%2, %1)
  %5: State = Construct(%4, %3)
  Return %5
}
fn items(%0: State borrowed) -> [int] {
bb0:
  %1: [int] = Project %0.0
  Return %1
}
fn lambda(%0: [int] borrowed, %1: [int] borrowed) -> int lambda 1 {
bb0:
  %2: int = Apply @length(%0)
  Return %2
}
fn same(%0: str borrowed) -> str {
bb0:
  Return %0
}
==>
phase owned
type [int] = list int
type State = struct { items: [int], count: int }
type int = scalar int
type str = str

fn length(%0: [int] borrowed) -> int {
bb0:
  %1: int = Intrinsic list_len of int(ref %0)
  %2: int = Apply @length(ref %0)
  Return %2
}

fn push(%0: [int] owned, %1: int borrowed) -> [int] {
bb0:
  %2: [int] = Intrinsic list_push of int(own %0, own %1)
  Return %2
}

fn update(%0: State owned, %1: int borrowed) -> State {
bb0:
  %2: [int] = Project %0.0
  %3: int = Project %0.1
  %4: [int] = Apply @push(own %2, ref %1)
  %5: State = Construct(%4, %3)
  Return %5
}

fn items(%0: State borrowed) -> [int] {
bb0:
  %1: [int] = Project %0.0
  Return %1
}

fn lambda(%0: [int] borrowed, %1: [int] borrowed) -> int lambda 1 {
bb0:
  %2: int = Apply @length(ref %0)
  Return %2
}

fn same(%0: str owned) -> str {
bb0:
  Return %0
}
