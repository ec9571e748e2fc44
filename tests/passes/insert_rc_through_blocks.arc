# A value that is needed two blocks later stays; a closure that nobody calls is released, with what it captured.
pass insertRc
type `env(str)` = env (str)
type `() -> str` = fn () -> str
fn through(%0: str owned) -> str {
bb0:
  Jump bb1
bb1:
  Jump bb2
bb2:
  Return %0
}
fn made(%0: str borrowed) -> str {
bb0:
  %1: str = Intrinsic str_concat(own %0, ref %0)
  Jump bb1
bb1:
  Jump bb2
bb2:
  Return %1
}
fn lambda(%0: str borrowed) -> str lambda 1 {
bb0:
  Return %0
}
fn lambda$wrapper(%0 env: `env(str)` borrowed) -> str wraps @lambda {
bb0:
  %1: str = EnvGet %0.0
  %2: str = Apply @lambda(ref %1)
  Return %2
}
fn not_called(%0: str owned) -> int {
bb0:
  %1: `() -> str` = PartialApply @lambda$wrapper(%0)
  %2: int = Const 1
  Return %2
}
==>
type `env(str)` = env (str)
type `() -> str` = fn () -> str
type str = str
type int = scalar int

fn through(%0: str owned) -> str {
bb0:
  Jump bb1
bb1:
  Jump bb2
bb2:
  Return %0
}

fn made(%0: str borrowed) -> str {
bb0:
  RcInc %0
  %1: str = Intrinsic str_concat(own %0, ref %0)
  Jump bb1
bb1:
  Jump bb2
bb2:
  Return %1
}

fn lambda(%0: str borrowed) -> str lambda 1 {
bb0:
  RcInc %0
  Return %0
}

fn lambda$wrapper(%0 env: `env(str)` borrowed) -> str wraps @lambda {
bb0:
  %1: str = EnvGet %0.0
  %2: str = Apply @lambda(ref %1)
  Return %2
}

fn not_called(%0: str owned) -> int {
bb0:
  %1: `() -> str` = PartialApply @lambda$wrapper(%0)
  RcDec %1
  %2: int = Const 1
  Return %2
}
