import { assertEquals, assertStringIncludes } from "@std/assert";
import { findProblem } from "./valgrind.ts";

const PROGRAM = {
  path: "p.ori",
  args: [],
  stdin: "",
  expected: { stdout: "1\n", stderr: "", exitCode: 0 },
};

Deno.test("valgrind: a run that does what the program says has no problem (VER-6)", () => {
  assertEquals(findProblem(PROGRAM, { exitCode: 0, stdout: "1\n", stderr: "" }), undefined);
});

Deno.test("valgrind: an error report is a problem and shown (VER-6)", () => {
  const stderr = "text of the program\n==12== Invalid read of size 8\n==12==    at _ori_dec$5\n";
  const problem = findProblem(PROGRAM, { exitCode: 99, stdout: "1\n", stderr });
  assertStringIncludes(problem ?? "", "p.ori: Valgrind found errors\n    ==12== Invalid read");
});

Deno.test("valgrind: another exit code or output is a problem (VER-6)", () => {
  const ended = findProblem(PROGRAM, { exitCode: 139, stdout: "1\n", stderr: "" });
  assertEquals(ended, "p.ori: exit code 139");
  const printed = findProblem(PROGRAM, { exitCode: 0, stdout: "2\n", stderr: "" });
  assertEquals(printed, "p.ori: prints something else");
});
