# A parameter that is zero on one way and negative zero on the other is no constant; one that is negative zero on both is.
pass foldConstantParams
fn zeros(%0: bool borrowed) -> float {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %1: float = Const float "0"
  %2: float = Const float "-0"
  Jump bb3(%1, %2)
bb2 region 1 else:
  %3: float = Const float "-0"
  %4: float = Const float "-0"
  Jump bb3(%3, %4)
bb3(%5: float, %6: float) region 1 join:
  %7: float = Prim float_add(%5, %6)
  Return %7
}
==>
phase lowered
type bool = scalar bool
type float = scalar float

fn zeros(%0: bool borrowed) -> float {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %1: float = Const float "0"
  %2: float = Const float "-0"
  Jump bb3(%1)
bb2 region 1 else:
  %3: float = Const float "-0"
  %4: float = Const float "-0"
  Jump bb3(%3)
bb3(%5: float) region 1 join:
  %6: float = Const float "-0"
  %7: float = Prim float_add(%5, %6)
  Return %7
}
