# What runs code of the user when it is released is not reset: `Res` itself, and a cell that holds one. Its cell is filled
# again only where its parts were moved out, as nothing is released there.
pass reuseCells
type Res = dropping sum { Res { name: str } }
type L = boxed sum { Nil {}, Cons { head: Res, tail: L } }
type M = boxed sum { Nil {}, Cons { head: str, tail: M } }
type str = str
type void = unit
drop Res by @Res.drop

fn Res.drop(%0 self: Res borrowed) -> void {
bb0:
  %1: void = Const unit
  Return %1
}
fn itself(%0: Res owned, %1: str owned) -> Res {
bb0:
  %2: Res = Construct #0(%1)
  Return %2
}
fn holder(%0: L owned, %1: Res owned) -> L {
bb0:
  %2: L = Construct #0()
  %3: L = Construct #1(%1, %2)
  Return %3
}
fn looked_at(%0: L owned, %1: Res owned, %2: L owned) -> L {
bb0:
  %3: int = Tag %0
  Switch %3 { 0: bb1, 1: bb2 }
bb1:
  Return %2
bb2:
  %4: L = Construct #1(%1, %2)
  Return %4
}
fn moved_out(%0: L owned, %1: L owned) -> L {
bb0:
  (%2: Res, %3: L) = Unpack %0#1
  %4: L = Construct #1(%2, %1)
  Return %4
}
fn by_call(%0: L owned, %1: Res owned, %2: L owned) -> L {
bb0:
  %3: L = Apply @moved_in(own %1, own %2)
  Return %3
}
fn moved_in(%0: Res owned, %1: L owned) -> L {
bb0:
  %2: L = Construct #1(%0, %1)
  Return %2
}
fn none_inside(%0: M owned, %1: str owned) -> M {
bb0:
  %2: M = Construct #0()
  %3: M = Construct #1(%1, %2)
  Return %3
}

==>
phase owned
type Res = dropping sum { Res { name: str } }
type L = boxed sum { Nil {}, Cons { head: Res, tail: L } }
type M = boxed sum { Nil {}, Cons { head: str, tail: M } }
type str = str
type void = unit
type int = scalar int
type token<L> = token L
type token<M> = token M

fn Res.drop(%0 self: Res borrowed) -> void {
bb0:
  %1: void = Const unit
  Return %1
}

fn itself(%0: Res owned, %1: str owned) -> Res {
bb0:
  %2: Res = Construct #0(%1)
  Return %2
}

fn holder(%0: L owned, %1: Res owned) -> L {
bb0:
  %2: L = Construct #0()
  %3: L = Construct #1(%1, %2)
  Return %3
}

fn looked_at(%0: L owned, %1: Res owned, %2: L owned) -> L {
bb0:
  %3: int = Tag %0
  Switch %3 { 0: bb1, 1: bb2 }
bb1:
  Return %2
bb2:
  %4: L = Construct #1(%1, %2)
  Return %4
}

fn moved_out(%0: L owned, %1: L owned) -> L {
bb0:
  (%2: Res, %3: L) = Unpack %0#1, reset %5: token<L>
  %4: L = Reuse %5#1(%2, %1)
  Return %4
}

fn by_call(%0: L owned, %1: Res owned, %2: L owned) -> L {
bb0:
  %3: L = Apply @moved_in(own %1, own %2)
  Return %3
}

fn moved_in(%0: Res owned, %1: L owned) -> L {
bb0:
  %2: L = Construct #1(%0, %1)
  Return %2
}

fn none_inside(%0: M owned, %1: str owned) -> M {
bb0:
  %4: token<M> = Reset %0
  %2: M = Construct #0()
  %3: M = Reuse %4#1(%1, %2)
  Return %3
}

drop Res by @Res.drop
