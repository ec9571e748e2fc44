import { assertEquals } from "@std/assert";
import { coreOf } from "./canon_support_test.ts";

const CURSOR = `
type Cursor = { pos: int }
type Lexer = { cursor: Cursor, all: [Cursor] }
impl Cursor {
  @advance (self, by: int) -> void = { self.pos = by }
  @read (self) -> int = { self.pos = 1; 7 }
  @down (self, n: int) -> int = if n == 0 then 0 else { self.pos = n; self.down(n: n - 1) }
  @early (self, o: Option<int>) -> Option<int> = { self.pos = 2; Some(o?) }
  @moved (self) -> Self = { self.pos = 1; self }
}
`;

function assertCore(item: string, name: string, expected: string): void {
  assertEquals(coreOf(CURSOR + item, name), expected);
}

Deno.test("a method that changes `self` gives it with nothing", () => {
  assertCore(
    "",
    "advance",
    `fn Cursor.advance(self.0: Cursor, by.1: int) -> (Cursor, void) =
  {
    let field.2: int = self.0.0;
    self.0 = Cursor{by.1};
    (Cursor, void){self.0, ()}
  }`,
  );
});

Deno.test("a method that changes `self` gives it with its result", () => {
  assertCore(
    "",
    "read",
    `fn Cursor.read(self.0: Cursor) -> (Cursor, int) =
  {
    let field.1: int = self.0.0;
    self.0 = Cursor{1};
    (Cursor, int){self.0, 7}
  }`,
  );
});

Deno.test("a call in tail position stays there", () => {
  assertCore(
    "",
    "down",
    `fn Cursor.down(self.0: Cursor, n.1: int) -> (Cursor, int) =
  if int_eq(n.1, 0)
    then (Cursor, int){self.0, 0}
    else {
      let field.2: int = self.0.0;
      self.0 = Cursor{n.1};
      {
        let argument.3: int = int_sub(n.1, 1);
        down(self.0, argument.3)
      }
    }`,
  );
});

Deno.test("an early exit gives `self` too", () => {
  assertCore(
    "",
    "early",
    `fn Cursor.early(self.0: Cursor, o.1: Option<int>) -> (Cursor, Option<int>) =
  {
    let field.2: int = self.0.0;
    self.0 = Cursor{2};
    {
      let result.5: Option<int> = Option<int>#1{match o.1 {
        variant of subject
          #1 => arm 0(subject#1.0)
          #0 => arm 1()
        arm 0(payload.3) -> payload.3
        arm 1() -> return {
          let result.4: Option<int> = Option<int>#0{};
          (Cursor, Option<int>){self.0, result.4}
        }
      }};
      (Cursor, Option<int>){self.0, result.5}
    }
  }`,
  );
});

Deno.test("the result `Self` is all that goes back", () => {
  assertCore(
    "",
    "moved",
    `fn Cursor.moved(self.0: Cursor) -> Cursor =
  {
    let field.1: int = self.0.0;
    self.0 = Cursor{1};
    self.0
  }`,
  );
});

Deno.test("a call puts the new value into the variable", () => {
  assertCore(
    "@f (n: int) -> void = { let c = Cursor { pos: 0 }; c.advance(by: n) }",
    "f",
    `fn f(n.0: int) -> void =
  {
    let c.1: Cursor = Cursor{0};
    {
      let changed.2: (Cursor, void) = advance(c.1, n.0);
      c.1 = changed.2.0;
      ()
    }
  }`,
  );
});

Deno.test("calls in an expression go from left to right", () => {
  assertCore(
    "@f () -> int = { let c = Cursor { pos: 0 }; c.read() + c.read() }",
    "f",
    `fn f() -> int =
  {
    let c.0: Cursor = Cursor{0};
    int_add({
      let changed.1: (Cursor, int) = read(c.0);
      c.0 = changed.1.0;
      changed.1.1
    }, {
      let changed.2: (Cursor, int) = read(c.0);
      c.0 = changed.2.0;
      changed.2.1
    })
  }`,
  );
});

Deno.test("a part of an element is taken out and put back", () => {
  assertCore(
    "@f (ls: [Lexer]) -> int = { let own = ls; own[0].cursor.read() }",
    "f",
    `fn f(ls.0: [Lexer]) -> int =
  {
    let own.1: [Lexer] = ls.0;
    {
      let taken.2: ([Lexer], Lexer) = %list_take<Lexer>(own.1, 0);
      let container.3: Lexer = taken.2.1;
      let field.4: Cursor = container.3.0;
      let field.5: [Cursor] = container.3.1;
      let changed.6: (Cursor, int) = read(field.4);
      let value.7: Lexer = Lexer{changed.6.0, field.5};
      own.1 = %list_put<Lexer>(taken.2.0, 0, value.7);
      changed.6.1
    }
  }`,
  );
});

Deno.test("a temporary changes for itself", () => {
  assertCore(
    "@f () -> int = Cursor { pos: 0 }.read();",
    "f",
    `fn f() -> int =
  read(Cursor{0}).1`,
  );
});

Deno.test("of a function value only the result is known", () => {
  assertCore(
    "@f () -> (Cursor) -> int = Cursor.read;",
    "f",
    `fn f() -> (Cursor) -> int =
  lambda[](value.0: Cursor) -> read(value.0).1`,
  );
});
