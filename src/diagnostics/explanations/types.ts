import type { ExplanationsOf } from "./explanation.ts";

/** Codes of names, types and calls. */
export const TYPES: ExplanationsOf<"E200"> & ExplanationsOf<"E201"> & ExplanationsOf<"E202"> = {
  E2001: {
    cause:
      "A value of one type is used where another type is needed. Ori never converts on its own:\nuse `int(..)`, `float(..)`, `str(..)` or `as`.",
    wrong: "@name () -> str = 1 + 2;",
    right: "@name () -> str = str(1 + 2);",
  },
  E2002: {
    cause: "No type of this name is declared, imported or built in.",
    wrong: "@id (n: integer) -> int = n;",
    right: "@id (n: int) -> int = n;",
  },
  E2003: {
    cause: "No binding, parameter, function or constant of this name is visible here.",
    wrong: "@area (width: int) -> int = widht * 2;",
    right: "@area (width: int) -> int = width * 2;",
  },
  E2004: {
    cause:
      "A call, a variant pattern or a type has more or fewer arguments than it is declared with.",
    wrong: "@inc (n: int) -> int = n + 1;\n@f () -> int = inc(1, 2);",
    right: "@inc (n: int) -> int = n + 1;\n@f () -> int = inc(1);",
  },
  E2005: {
    cause:
      "Nothing says which type is meant, as for a parameter of a lambda that is never called. Write\nthe type at the binding or at the parameter.",
    wrong: "@f () -> void = { let g = x -> x; }",
    right: "@f () -> void = { let g = (x: int) -> x; }",
  },
  E2006: {
    cause: "Two items of one file, two fields, variants, parameters or methods have the same name.",
    wrong: "type Point = { x: int, x: int }",
    right: "type Point = { x: int, y: int }",
  },
  E2007: {
    cause:
      "A lambda refers to the binding that it is the value of. Captures are taken when the lambda\nis made, and then the binding has no value yet. Write a function.",
    wrong:
      "@f () -> int = {\n    let fact = n -> if n < 2 then 1 else n * fact(n - 1);\n    fact(5)\n}",
    right: "@fact (n: int) -> int = if n < 2 then 1 else n * fact(n - 1);\n@f () -> int = fact(5);",
  },
  E2008: {
    cause:
      "A struct that holds itself directly would be infinitely large. Put an `Option`, a list or\na sum type in between.",
    wrong: "type Node = { value: int, next: Node }",
    right: "type Node = { value: int, next: Option<Node> }",
  },
  E2009: {
    cause:
      "A type argument must implement the traits that the declaration asks for, after `:` or in\n`where`. Implement the trait, or derive it.",
    wrong:
      "type P = { x: int }\n@same<T: Eq> (a: T, b: T) -> bool = a == b;\n@f (p: P) -> bool = same(a: p, b: p);",
    right:
      "#derive(Eq)\ntype P = { x: int }\n@same<T: Eq> (a: T, b: T) -> bool = a == b;\n@f (p: P) -> bool = same(a: p, b: p);",
  },
  E2010: {
    cause: "A trait is implemented once per type, and in the module of the trait or of the type.",
    wrong:
      "#derive(Eq)\ntype P = { x: int }\nimpl P: Eq { @equals (self, other: Self) -> bool = true; }",
    right: "type P = { x: int }\nimpl P: Eq { @equals (self, other: Self) -> bool = true; }",
  },
  E2011: {
    cause:
      "A function with several parameters, none of which has a default, is called with named arguments.",
    wrong: "@sub (left: int, right: int) -> int = left - right;\n@f () -> int = sub(5, 3);",
    right:
      "@sub (left: int, right: int) -> int = left - right;\n@f () -> int = sub(left: 5, right: 3);",
  },
  E2012: {
    cause: "The called function has no parameter of this name.",
    wrong: "@inc (n: int) -> int = n + 1;\n@f () -> int = inc(m: 1);",
    right: "@inc (n: int) -> int = n + 1;\n@f () -> int = inc(n: 1);",
  },
  E2013: {
    cause: "A parameter without a default gets no argument.",
    wrong: "@sub (left: int, right: int) -> int = left - right;\n@f () -> int = sub(left: 5);",
    right: "@sub (left: int, right: int = 1) -> int = left - right;\n@f () -> int = sub(left: 5);",
  },
  E2014: {
    cause:
      "The called function uses a capability that the caller neither declares with `uses` nor\nprovides with `with .. in`.",
    wrong: "@load () -> int uses Cache = 1;\n@f () -> int = load();",
    right: "@load () -> int uses Cache = 1;\n@f () -> int uses Cache = load();",
  },
  E2015: {
    cause: "The struct has no field of this name.",
    wrong: "type P = { x: int }\n@f (p: P) -> int = p.y;",
    right: "type P = { x: int }\n@f (p: P) -> int = p.x;",
  },
  E2016: {
    cause:
      "The type has no method of this name: neither built in, nor in an `impl` or an `extend`\nthat is visible here.",
    wrong: "@f (xs: [int]) -> int = xs.size();",
    right: "@f (xs: [int]) -> int = xs.len();",
  },
  E2017: {
    cause: "The sum type has no variant of this name.",
    wrong: "type Color = Red | Green;\n@f (c: Color) -> int = match c { Color.Blue -> 1, _ -> 0 };",
    right:
      "type Color = Red | Green;\n@f (c: Color) -> int = match c { Color.Green -> 1, _ -> 0 };",
  },
  E2018: {
    cause: "An implementation must say what each associated type of its trait is.",
    wrong:
      "type Box = { v: int }\ntrait Holder { type Item\n    @get (self) -> Self.Item }\nimpl Box: Holder { @get (self) -> int = self.v; }",
    right:
      "type Box = { v: int }\ntrait Holder { type Item\n    @get (self) -> Self.Item }\nimpl Box: Holder { type Item = int;\n    @get (self) -> int = self.v; }",
  },
  E2019: {
    cause: "There is no value of type `Never`, so a struct with such a field could never be made.",
    wrong: "type Bad = { x: Never }",
    right: "type Good = { x: Option<int> }",
  },
  E2020: {
    cause:
      "The operator is not defined for operands of these types. Own types get operators by the\ntraits `Add`, `Sub`, `Mul` and so on.",
    wrong: "@f () -> bool = !1;",
    right: "@f () -> bool = !(1 == 2);",
  },
  E2021: {
    cause: "Two implementations of one trait apply to the same type, so neither can be chosen.",
    wrong:
      'type Box<T> = { v: T }\ntrait Show { @show (self) -> str }\nimpl<T> Box<T>: Show { @show (self) -> str = "a"; }\nimpl Box<int>: Show { @show (self) -> str = "b"; }',
    right:
      'type Box<T> = { v: T }\ntrait Show { @show (self) -> str }\nimpl<T> Box<T>: Show { @show (self) -> str = "a"; }',
  },
  E2022: {
    cause:
      "A type has no method of its own, and takes default bodies of it from two traits. Write the\nmethod in one of the implementations.",
    wrong:
      "type P = { x: int }\ntrait A { @go (self) -> int = 1; }\ntrait B { @go (self) -> int = 2; }\ntrait C: A + B { }\nimpl P: A { }\nimpl P: B { }\nimpl P: C { }",
    right:
      "type P = { x: int }\ntrait A { @go (self) -> int = 1; }\ntrait B: A { @go (self) -> int = 2; }\nimpl P: A { }\nimpl P: B { }",
  },
  E2023: {
    cause: "Several traits of the type have a method of this name. Call it through its trait.",
    wrong:
      "type P = { x: int }\ntrait A { @go (self) -> int }\ntrait B { @go (self) -> int }\nimpl P: A { @go (self) -> int = 1; }\nimpl P: B { @go (self) -> int = 2; }\n@f (p: P) -> int = p.go();",
    right:
      "type P = { x: int }\ntrait A { @go (self) -> int }\ntrait B { @go (self) -> int }\nimpl P: A { @go (self) -> int = 1; }\nimpl P: B { @go (self) -> int = 2; }\n@f (p: P) -> int = A.go(p);",
  },
  E2024: {
    cause:
      "A trait can stand as a type only if each of its methods has a `self`, mentions `Self` nowhere\nelse and has no type parameters. Use a type parameter with a bound instead.",
    wrong: "@f (x: Clone) -> int = 1;",
    right: "@f<T: Clone> (x: T) -> int = 1;",
  },
  E2025: {
    cause: "Only lists, maps, strings and types that implement `Index` can be indexed.",
    wrong: "@f (n: int) -> int = n[0];",
    right: "@f (xs: [int]) -> int = xs[0];",
  },
  E2026: {
    cause: "The type implements `Index`, but not for keys of this type.",
    wrong:
      'type Row = { cells: [int] }\nimpl Row: Index<int, int> { @index (self, key: int) -> int = self.cells[key]; }\n@f (row: Row) -> int = row["0"];',
    right:
      "type Row = { cells: [int] }\nimpl Row: Index<int, int> { @index (self, key: int) -> int = self.cells[key]; }\n@f (row: Row) -> int = row[0];",
  },
  E2027: {
    cause:
      "The type implements `Index` for several key types, and nothing determines the type of this key.",
    wrong:
      "type Table = { x: int }\nimpl Table: Index<int, int> { @index (self, key: int) -> int = key; }\nimpl Table: Index<str, int> { @index (self, key: str) -> int = 0; }\n@f (table: Table) -> void = { let get = key -> table[key]; }",
    right:
      "type Table = { x: int }\nimpl Table: Index<int, int> { @index (self, key: int) -> int = key; }\nimpl Table: Index<str, int> { @index (self, key: str) -> int = 0; }\n@f (table: Table) -> void = { let get = (key: str) -> table[key]; }",
  },
  E2028: {
    cause: "A sum type has no variant that is its default by itself. Implement `Default`.",
    wrong: "#derive(Default)\ntype Color = Red | Green;",
    right: "type Color = Red | Green;\nimpl Color: Default { @default () -> Self = Red; }",
  },
  E2029: {
    cause: "Some traits build on others: `Hashable` and `Comparable` need `Eq`.",
    wrong: "#derive(Hashable)\ntype P = { x: int }",
    right: "#derive(Eq, Hashable)\ntype P = { x: int }",
  },
};
