/** Every program of tests/programs does what it says, on every engine, in debug and release. */
import { testPrograms } from "./support/test_programs.ts";

testPrograms("tests/programs");
