# Parts of a made value are known, closures made here are called directly, copies vanish.
pass forwardValues
type Pair = struct { left: str, right: int }
type `(int) -> str` = fn (int) -> str
type `env(str)` = env (str)
fn lambda(%0: str borrowed, %1: int borrowed) -> str lambda 1 {
bb0:
  Return %0
}
fn lambda$wrapper(%0 env: `env(str)` borrowed, %1: int owned) -> str wraps @lambda {
bb0:
  %2: str = EnvGet %0.0
  %3: str = Apply @lambda(%2, %1)
  Return %3
}
fn main(%0: str borrowed, %1: int borrowed, %2: Pair borrowed) -> Pair {
bb0:
  %3: Pair = Construct(%0, %1)
  %4: str = Project %3.0
  %5: `(int) -> str` = PartialApply @lambda$wrapper(%4)
  %6: int = Project %2.1
  %7: int = Project %2.1
  %8: int = Copy %7
  %9: str = ApplyIndirect(ref %5, own %8)
  %10: Pair = Construct(%9, %6)
  Return %10
}
==>
phase lowered
type Pair = struct { left: str, right: int }
type `(int) -> str` = fn (int) -> str
type `env(str)` = env (str)
type str = str
type int = scalar int

fn lambda(%0: str borrowed, %1: int borrowed) -> str lambda 1 {
bb0:
  Return %0
}

fn lambda$wrapper(%0 env: `env(str)` borrowed, %1: int owned) -> str wraps @lambda {
bb0:
  %2: str = EnvGet %0.0
  %3: str = Apply @lambda(%2, %1)
  Return %3
}

fn main(%0: str borrowed, %1: int borrowed, %2: Pair borrowed) -> Pair {
bb0:
  %3: Pair = Construct(%0, %1)
  %5: `(int) -> str` = PartialApply @lambda$wrapper(%0)
  %6: int = Project %2.1
  %9: str = Apply late @lambda(%0, %6)
  %10: Pair = Construct(%9, %6)
  Return %10
}
