# What stays whole: a value that a view needs which no field gives and which was made before, and one with an impl of Drop.
pass unpackAggregates
type [str] = list str
type S = struct { xs: [str], n: int }
type D = dropping sum { D { xs: [str] } }
fn look(%0: S borrowed) -> int {
bb0:
  %1: int = Project %0.1
  Return %1
}
fn stranded(%0: S owned, %1: str owned, %2: int borrowed) -> S {
bb0:
  %3: [str] = Project %0.0
  %4: str = Intrinsic list_at of str(ref %3, ref %2)
  %5: int = Apply @look(ref %0)
  %6: int = Intrinsic str_len(ref %4)
  %7: [str] = Project %0.0
  %8: [str] = Intrinsic list_push of str(own %7, own %1)
  %9: S = Construct(%8, %6)
  Return %9
}
fn dropping(%0: D owned, %1: str owned) -> [str] {
bb0:
  %2: [str] = Project %0#0.0
  %3: [str] = Intrinsic list_push of str(own %2, own %1)
  Return %3
}
==>
phase owned
type [str] = list str
type S = struct { xs: [str], n: int }
type D = dropping sum { D { xs: [str] } }
type str = str
type int = scalar int

fn look(%0: S borrowed) -> int {
bb0:
  %1: int = Project %0.1
  Return %1
}

fn stranded(%0: S owned, %1: str owned, %2: int borrowed) -> S {
bb0:
  %3: [str] = Project %0.0
  %4: str = Intrinsic list_at of str(ref %3, ref %2)
  %5: int = Apply @look(ref %0)
  %6: int = Intrinsic str_len(ref %4)
  %7: [str] = Project %0.0
  %8: [str] = Intrinsic list_push of str(own %7, own %1)
  %9: S = Construct(%8, %6)
  Return %9
}

fn dropping(%0: D owned, %1: str owned) -> [str] {
bb0:
  %2: [str] = Project %0#0.0
  %3: [str] = Intrinsic list_push of str(own %2, own %1)
  Return %3
}
