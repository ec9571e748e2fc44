# A small function goes anywhere; one that is given a known closure goes there, and calls it directly.
# Recursive functions and those given an unknown function value stay calls.
pass inline
type `(int) -> int` = fn (int) -> int
type `env(int)` = env (int)
fn lambda(%0: int borrowed, %1: int borrowed) -> int lambda 1 {
bb0:
  %2: int = Prim int_wrap_mul(%0, %1)
  Return %2
}
fn lambda$wrapper(%0 env: `env(int)` borrowed, %1: int owned) -> int wraps @lambda {
bb0:
  %2: int = EnvGet %0.0
  %3: int = Apply @lambda(%2, %1)
  Return %3
}
fn repeat(%0: `(int) -> int` borrowed, %1: int borrowed) -> int {
  region 1 loop in 0
bb0 region 1 preheader:
  %2: int = Const 0
  Jump bb1(%2, %1)
bb1(%3: int, %4: int) region 1 header:
  %5: int = Const 3
  %6: bool = Prim int_lt(%3, %5)
  Branch %6, bb2, bb3
bb2 region 1 latch:
  %7: int = ApplyIndirect(ref %0, own %4)
  %8: int = Const 1
  %9: int = Prim int_wrap_add(%3, %8)
  Jump bb1(%9, %7)
bb3 region 1 exit:
  Return %4
}
fn forever(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @forever(%0)
  Return %1
}
fn known(%0: int borrowed) -> int {
bb0:
  %1: `(int) -> int` = PartialApply @lambda$wrapper(%0)
  %2: int = Apply @repeat(%1, %0)
  Return %2
}
fn unknown(%0: `(int) -> int` borrowed, %1: int borrowed) -> int {
bb0:
  %2: int = Apply @repeat(%0, %1)
  %3: int = Apply @forever(%2)
  Return %3
}
==>
phase lowered
type `(int) -> int` = fn (int) -> int
type `env(int)` = env (int)
type int = scalar int
type bool = scalar bool

fn lambda(%0: int borrowed, %1: int borrowed) -> int lambda 1 {
bb0:
  %2: int = Prim int_wrap_mul(%0, %1)
  Return %2
}

fn lambda$wrapper(%0 env: `env(int)` borrowed, %1: int owned) -> int wraps @lambda {
bb0:
  %2: int = EnvGet %0.0
  %3: int = Apply @lambda(%2, %1)
  Return %3
}

fn repeat(%0: `(int) -> int` borrowed, %1: int borrowed) -> int {
  region 1 loop in 0
bb0 region 1 preheader:
  %2: int = Const 0
  Jump bb1(%2, %1)
bb1(%3: int, %4: int) region 1 header:
  %5: int = Const 3
  %6: bool = Prim int_lt(%3, %5)
  Branch %6, bb2, bb3
bb2 region 1 latch:
  %7: int = ApplyIndirect(ref %0, own %4)
  %8: int = Const 1
  %9: int = Prim int_wrap_add(%3, %8)
  Jump bb1(%9, %7)
bb3 region 1 exit:
  Return %4
}

fn forever(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @forever(%0)
  Return %1
}

fn known(%0: int borrowed) -> int {
  region 1 loop in 0
bb0:
  %1: `(int) -> int` = PartialApply @lambda$wrapper(%0)
  Jump bb1
bb1 region 1 preheader:
  %3: int = Const 0
  Jump bb2(%3, %0)
bb2(%4: int, %5: int) region 1 header:
  %6: int = Const 3
  %7: bool = Prim int_lt(%4, %6)
  Branch %7, bb3, bb6
bb3 region 1 body:
  Jump bb4
bb4 region 1 body:
  %11: int = Prim int_wrap_mul(%0, %5)
  Jump bb5
bb5 region 1 latch:
  %9: int = Const 1
  %10: int = Prim int_wrap_add(%4, %9)
  Jump bb2(%10, %11)
bb6 region 1 exit:
  Jump bb7
bb7:
  Return %5
}

fn unknown(%0: `(int) -> int` borrowed, %1: int borrowed) -> int {
bb0:
  %2: int = Apply @repeat(%0, %1)
  %3: int = Apply @forever(%2)
  Return %3
}
