# The value at a key moves out of its map, where hashing only computes and where no release is noticed.
pass moveElements
type str = str
type int = scalar int
type bool = scalar bool
type void = unit
type Key = sum { Key { name: str } }
type Noisy = boxed sum { Noisy { name: str } }
type Option<str> = sum { None {}, Some { value: str } }
type Map = boxed sum { NoMap {}, Map { text: str } }
type Hole = sum { NoHole {}, Hole { number: int } }
type Taken = struct { 0: Map, 1: Option<str>, 2: Hole }
fn get(%0: Map borrowed, %1: int borrowed) -> Option<str> {
bb0:
  %2: Option<str> = Construct #0()
  Return %2
}
fn insert(%0: Map owned, %1: int borrowed, %2: str owned) -> Map {
bb0:
  Return %0
}
fn take(%0: Map owned, %1: int borrowed) -> Taken {
bb0:
  %2: Option<str> = Construct #0()
  %3: Hole = Construct #0()
  %4: Taken = Construct(%0, %2, %3)
  Return %4
}
fn put(%0: Map owned, %1: Hole borrowed, %2: int borrowed, %3: str owned) -> Map {
bb0:
  Return %0
}
fn loud_get(%0: Map borrowed, %1: int borrowed) -> Option<str> {
bb0:
  %2: str = Const "a key is hashed"
  %3: void = Intrinsic write(ref %2)
  %4: Option<str> = Construct #0()
  Return %4
}
fn loud_insert(%0: Map owned, %1: int borrowed, %2: str owned) -> Map {
bb0:
  Return %0
}
fn one_way(%0: Map owned, %1: int borrowed, %2: str owned) -> Map {
  region 1 join in 0
bb0:
  %3: Option<str> = Apply @get(ref %0, ref %1)
  %4: int = Tag %3
  Switch %4 { 1: bb1, 0: bb2 }
bb1 region 1 then:
  %5: str = Project %3#1.0
  %6: str = Intrinsic str_concat(own %5, ref %2)
  Jump bb3(%6)
bb2 region 1 else:
  Jump bb3(%2)
bb3(%7: str) region 1 join:
  %8: Map = Apply @insert(own %0, ref %1, own %7)
  Return %8
}
fn another_key(%0: Map owned, %1: int borrowed, %2: int borrowed) -> Map {
bb0:
  %3: Option<str> = Apply @get(ref %0, ref %1)
  %4: str = Project %3#1.0
  %5: Map = Apply @insert(own %0, ref %2, own %4)
  Return %5
}
fn loud(%0: Map owned, %1: int borrowed) -> Map {
bb0:
  %3: Option<str> = Apply @loud_get(ref %0, ref %1)
  %4: str = Project %3#1.0
  %5: Map = Apply @loud_insert(own %0, ref %1, own %4)
  Return %5
}
update @insert of @get by @take and @put
update @loud_insert of @loud_get by @take and @put
==>
phase owned
type str = str
type int = scalar int
type bool = scalar bool
type void = unit
type Key = sum { Key { name: str } }
type Noisy = boxed sum { Noisy { name: str } }
type Option<str> = sum { None {}, Some { value: str } }
type Map = boxed sum { NoMap {}, Map { text: str } }
type Hole = sum { NoHole {}, Hole { number: int } }
type Taken = struct { 0: Map, 1: Option<str>, 2: Hole }

fn get(%0: Map borrowed, %1: int borrowed) -> Option<str> {
bb0:
  %2: Option<str> = Construct #0()
  Return %2
}

fn insert(%0: Map owned, %1: int borrowed, %2: str owned) -> Map {
bb0:
  Return %0
}

fn take(%0: Map owned, %1: int borrowed) -> Taken {
bb0:
  %2: Option<str> = Construct #0()
  %3: Hole = Construct #0()
  %4: Taken = Construct(%0, %2, %3)
  Return %4
}

fn put(%0: Map owned, %1: Hole borrowed, %2: int borrowed, %3: str owned) -> Map {
bb0:
  Return %0
}

fn loud_get(%0: Map borrowed, %1: int borrowed) -> Option<str> {
bb0:
  %2: str = Const "a key is hashed"
  %3: void = Intrinsic write(ref %2)
  %4: Option<str> = Construct #0()
  Return %4
}

fn loud_insert(%0: Map owned, %1: int borrowed, %2: str owned) -> Map {
bb0:
  Return %0
}

fn one_way(%0: Map owned, %1: int borrowed, %2: str owned) -> Map {
  region 1 join in 0
bb0:
  %11: Taken = Apply @take(own %0, ref %1)
  (%9: Map, %3: Option<str>, %10: Hole) = Unpack %11
  %4: int = Tag %3
  Switch %4 { 1: bb1, 0: bb2 }
bb1 region 1 then:
  %5: str = Project %3#1.0
  %6: str = Intrinsic str_concat(own %5, ref %2)
  Jump bb3(%6)
bb2 region 1 else:
  Jump bb3(%2)
bb3(%7: str) region 1 join:
  %8: Map = Apply @put(own %9, ref %10, ref %1, own %7)
  Return %8
}

fn another_key(%0: Map owned, %1: int borrowed, %2: int borrowed) -> Map {
bb0:
  %3: Option<str> = Apply @get(ref %0, ref %1)
  %4: str = Project %3#1.0
  %5: Map = Apply @insert(own %0, ref %2, own %4)
  Return %5
}

fn loud(%0: Map owned, %1: int borrowed) -> Map {
bb0:
  %3: Option<str> = Apply @loud_get(ref %0, ref %1)
  %4: str = Project %3#1.0
  %5: Map = Apply @loud_insert(own %0, ref %1, own %4)
  Return %5
}

update @insert of @get by @take and @put
update @loud_insert of @loud_get by @take and @put
