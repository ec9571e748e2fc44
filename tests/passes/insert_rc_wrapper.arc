# A wrapper takes a reference of the captures that the body owns, not of those that it borrows, and
# releases arguments that the body only borrows (RC-9, RC-11).
pass insertRc
type `env(str)` = env (str)
fn lambda(%0 kept: str owned, %1 lent: str borrowed) -> str lambda 1 {
bb0:
  %2: str = Intrinsic str_concat(own %0, ref %1)
  Return %2
}
fn other(%0 lent: str borrowed, %1 kept: str owned) -> str lambda 1 {
bb0:
  %2: str = Intrinsic str_concat(own %1, ref %0)
  Return %2
}
fn lambda$wrapper(%0 env: `env(str)` borrowed, %1: str owned) -> str wraps @lambda {
bb0:
  %2: str = EnvGet %0.0
  %3: str = Apply @lambda(own %2, ref %1)
  Return %3
}
fn other$wrapper(%0 env: `env(str)` borrowed, %1: str owned) -> str wraps @other {
bb0:
  %2: str = EnvGet %0.0
  %3: str = Apply @other(ref %2, own %1)
  Return %3
}
==>
type `env(str)` = env (str)
type str = str

fn lambda(%0 kept: str owned, %1 lent: str borrowed) -> str lambda 1 {
bb0:
  %2: str = Intrinsic str_concat(own %0, ref %1)
  Return %2
}

fn other(%0 lent: str borrowed, %1 kept: str owned) -> str lambda 1 {
bb0:
  %2: str = Intrinsic str_concat(own %1, ref %0)
  Return %2
}

fn lambda$wrapper(%0 env: `env(str)` borrowed, %1: str owned) -> str wraps @lambda {
bb0:
  %2: str = EnvGet %0.0
  RcInc %2
  %3: str = Apply @lambda(own %2, ref %1)
  RcDec %1
  Return %3
}

fn other$wrapper(%0 env: `env(str)` borrowed, %1: str owned) -> str wraps @other {
bb0:
  %2: str = EnvGet %0.0
  %3: str = Apply @other(ref %2, own %1)
  Return %3
}
