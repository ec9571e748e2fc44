# The last projections of an owned record take it apart, so that the list inside is updated in place.
# A record that is still needed, or that is only read, stays whole.
pass unpackAggregates
type [int] = list int
type State = struct { items: [int], count: int }
type Option<str> = sum { None {}, Some { value: str } }
fn update(%0: State owned, %1: int borrowed) -> State {
bb0:
  %2: [int] = Project %0.0
  %3: [int] = Intrinsic list_push of int(own %2, own %1)
  %4: int = Project %0.1
  %5: State = Construct(%3, %4)
  Return %5
}
fn read(%0: State owned) -> int {
bb0:
  %1: [int] = Project %0.0
  %2: int = Intrinsic list_len of int(ref %1)
  Return %2
}
fn unwrap(%0: Option<str> owned, %1: str owned) -> str {
bb0:
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1:
  Return %1
bb2:
  %3: str = Project %0#1.0
  Return %3
}
fn both(%0: State owned) -> State {
bb0:
  %1: [int] = Project %0.0
  %2: int = Const 1
  %3: [int] = Intrinsic list_push of int(own %1, own %2)
  %4: int = Intrinsic list_len of int(ref %3)
  Return %0
}
==>
phase owned
type [int] = list int
type State = struct { items: [int], count: int }
type Option<str> = sum { None {}, Some { value: str } }
type int = scalar int
type str = str

fn update(%0: State owned, %1: int borrowed) -> State {
bb0:
  (%2: [int], %4: int) = Unpack %0
  %3: [int] = Intrinsic list_push of int(own %2, own %1)
  %5: State = Construct(%3, %4)
  Return %5
}

fn read(%0: State owned) -> int {
bb0:
  %1: [int] = Project %0.0
  %2: int = Intrinsic list_len of int(ref %1)
  Return %2
}

fn unwrap(%0: Option<str> owned, %1: str owned) -> str {
bb0:
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1:
  Return %1
bb2:
  (%3: str) = Unpack %0#1
  Return %3
}

fn both(%0: State owned) -> State {
bb0:
  %1: [int] = Project %0.0
  %2: int = Const 1
  %3: [int] = Intrinsic list_push of int(own %1, own %2)
  %4: int = Intrinsic list_len of int(ref %3)
  Return %0
}
