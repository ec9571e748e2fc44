# Parts taken out of a struct, a tuple, an Option and a Result, with aliases: the part takes a reference when it goes
# on while its owner dies, and none when it is only looked at (RC-7, RC-8, CL-6).
pass insertRc
type [str] = list str
type Named = struct { name: str, tags: [str] }
type Option<str> = sum { None {}, Some { value: str } }
type `Result<[str], str>` = sum { Ok { value: [str] }, Err { error: str } }
fn field(%0: Named owned) -> str {
bb0:
  %1: str = Project %0.0
  Return %1
}
fn looked(%0: Named owned) -> int {
bb0:
  %1: str = Project %0.0
  %2: int = Intrinsic str_len(ref %1)
  Return %2
}
fn borrowed_field(%0: Named borrowed) -> str {
bb0:
  %1: str = Project %0.0
  %2: str = Copy %1
  Return %2
}
fn alias(%0: Named borrowed) -> int {
bb0:
  %1: Named = Copy %0
  %2: Named = Copy %1
  %3: str = Project %2.0
  %4: int = Intrinsic str_len(ref %3)
  Return %4
}
fn payload(%0: Option<str> owned, %1: str owned) -> str {
bb0:
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1:
  Return %1
bb2:
  %3: str = Project %0#1.0
  Return %3
}
fn either(%0: `Result<[str], str>` borrowed, %1: str owned) -> [str] {
bb0:
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1:
  %3: [str] = Project %0#0.0
  %4: [str] = Intrinsic list_push of str(own %3, own %1)
  Return %4
bb2:
  %5: str = Project %0#1.0
  %6: [str] = MakeList(%5, %1)
  Return %6
}
==>
type [str] = list str
type Named = struct { name: str, tags: [str] }
type Option<str> = sum { None {}, Some { value: str } }
type `Result<[str], str>` = sum { Ok { value: [str] }, Err { error: str } }
type str = str
type int = scalar int

fn field(%0: Named owned) -> str {
bb0:
  %1: str = Project %0.0
  RcInc %1
  RcDec %0
  Return %1
}

fn looked(%0: Named owned) -> int {
bb0:
  %1: str = Project %0.0
  %2: int = Intrinsic str_len(ref %1)
  RcDec %0
  Return %2
}

fn borrowed_field(%0: Named borrowed) -> str {
bb0:
  %1: str = Project %0.0
  %2: str = Copy %1
  RcInc %2
  Return %2
}

fn alias(%0: Named borrowed) -> int {
bb0:
  %1: Named = Copy %0
  %2: Named = Copy %1
  %3: str = Project %2.0
  %4: int = Intrinsic str_len(ref %3)
  Return %4
}

fn payload(%0: Option<str> owned, %1: str owned) -> str {
bb0:
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1:
  RcDec %0
  Return %1
bb2:
  RcDec %1
  %3: str = Project %0#1.0
  RcInc %3
  RcDec %0
  Return %3
}

fn either(%0: `Result<[str], str>` borrowed, %1: str owned) -> [str] {
bb0:
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1:
  %3: [str] = Project %0#0.0
  RcInc %3
  %4: [str] = Intrinsic list_push of str(own %3, own %1)
  Return %4
bb2:
  %5: str = Project %0#1.0
  RcInc %5
  %6: [str] = MakeList(%5, %1)
  Return %6
}
