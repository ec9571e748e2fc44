# What is stored in a value, a list or a closure is owned. The arguments of a wrapper are owned, its env is borrowed.
pass inferBorrow
type Pair = struct { left: str, right: int }
type L = boxed sum { Nil {}, Cons { head: str, tail: L } }
type [str] = list str
type `env(str)` = env (str)
type `(str) -> str` = fn (str) -> str
fn in_struct(%0: str borrowed, %1: int borrowed) -> Pair {
bb0:
  %2: Pair = Construct(%0, %1)
  Return %2
}
fn in_cell(%0: str borrowed, %1: L borrowed) -> int {
bb0:
  %2: L = Construct #1(%0, %1)
  %3: int = Tag %2
  Return %3
}
fn in_list(%0: str borrowed) -> int {
bb0:
  %1: [str] = MakeList(%0)
  %2: int = Intrinsic list_len of str(ref %1)
  Return %2
}
fn in_closure(%0: str borrowed) -> `(str) -> str` {
bb0:
  %1: `(str) -> str` = PartialApply @lambda$wrapper(%0)
  Return %1
}
fn lambda(%0: str borrowed, %1: str borrowed) -> str lambda 1 {
bb0:
  %2: int = Intrinsic str_len(ref %0)
  %3: str = Const "a"
  Return %3
}
fn lambda$wrapper(%0 env: `env(str)` borrowed, %1: str borrowed) -> str wraps @lambda {
bb0:
  %2: str = EnvGet %0.0
  %3: str = Apply @lambda(%2, %1)
  Return %3
}
==>
phase owned
type Pair = struct { left: str, right: int }
type L = boxed sum { Nil {}, Cons { head: str, tail: L } }
type [str] = list str
type `env(str)` = env (str)
type `(str) -> str` = fn (str) -> str
type str = str
type int = scalar int

fn in_struct(%0: str owned, %1: int borrowed) -> Pair {
bb0:
  %2: Pair = Construct(%0, %1)
  Return %2
}

fn in_cell(%0: str owned, %1: L owned) -> int {
bb0:
  %2: L = Construct #1(%0, %1)
  %3: int = Tag %2
  Return %3
}

fn in_list(%0: str owned) -> int {
bb0:
  %1: [str] = MakeList(%0)
  %2: int = Intrinsic list_len of str(ref %1)
  Return %2
}

fn in_closure(%0: str owned) -> `(str) -> str` {
bb0:
  %1: `(str) -> str` = PartialApply @lambda$wrapper(%0)
  Return %1
}

fn lambda(%0: str borrowed, %1: str borrowed) -> str lambda 1 {
bb0:
  %2: int = Intrinsic str_len(ref %0)
  %3: str = Const "a"
  Return %3
}

fn lambda$wrapper(%0 env: `env(str)` borrowed, %1: str owned) -> str wraps @lambda {
bb0:
  %2: str = EnvGet %0.0
  %3: str = Apply @lambda(ref %2, ref %1)
  Return %3
}
