# A call stays whose result goes into a cell and is used beside that cell.
pass loopTailCalls
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }
fn taken_twice(%0 t: T borrowed, %1 k: int borrowed) -> T {
bb0:
  %2: T = Apply @taken_twice(%0, %1)
  %3: T = Construct #1(%0, %1, %2)
  %4: T = Construct #1(%2, %1, %3)
  Return %4
}
==>
phase lowered
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }
type int = scalar int

fn taken_twice(%0 t: T borrowed, %1 k: int borrowed) -> T {
bb0:
  %2: T = Apply @taken_twice(%0, %1)
  %3: T = Construct #1(%0, %1, %2)
  %4: T = Construct #1(%2, %1, %3)
  Return %4
}
