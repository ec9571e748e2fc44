# An element stays in its list where the list is looked at after the element was replaced.
pass moveElements
type [str] = list str
type [[str]] = list [str]
fn looked_at(%0: [[str]] owned, %1: int borrowed, %2: str owned) -> [[str]] {
bb0:
  %3: [str] = Intrinsic list_get of [str](ref %0, ref %1)
  %4: [str] = Intrinsic list_push of str(own %3, own %2)
  %5: [[str]] = Intrinsic list_set of [str](own %0, ref %1, own %4)
  %6: int = Intrinsic list_len of [str](ref %0)
  Return %5
}
fn not_looked_at(%0: [[str]] owned, %1: int borrowed, %2: str owned) -> [[str]] {
bb0:
  %3: [str] = Intrinsic list_get of [str](ref %0, ref %1)
  %4: [str] = Intrinsic list_push of str(own %3, own %2)
  %5: [[str]] = Intrinsic list_set of [str](own %0, ref %1, own %4)
  Return %5
}
==>
phase owned
type [str] = list str
type [[str]] = list [str]
type str = str
type int = scalar int
type `([[str]], [str])` = struct { 0: [[str]], 1: [str] }

fn looked_at(%0: [[str]] owned, %1: int borrowed, %2: str owned) -> [[str]] {
bb0:
  %3: [str] = Intrinsic list_get of [str](ref %0, ref %1)
  %4: [str] = Intrinsic list_push of str(own %3, own %2)
  %5: [[str]] = Intrinsic list_set of [str](own %0, ref %1, own %4)
  %6: int = Intrinsic list_len of [str](ref %0)
  Return %5
}

fn not_looked_at(%0: [[str]] owned, %1: int borrowed, %2: str owned) -> [[str]] {
bb0:
  %7: `([[str]], [str])` = Intrinsic list_take of [str](own %0, ref %1)
  (%6: [[str]], %3: [str]) = Unpack %7
  %4: [str] = Intrinsic list_push of str(own %3, own %2)
  %5: [[str]] = Intrinsic list_put of [str](own %6, ref %1, own %4)
  Return %5
}
