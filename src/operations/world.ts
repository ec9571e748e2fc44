/**
 * The operations of `world_call`. Each takes a text, a number and bytes, of which it uses what is named here, and
 * answers with a number and bytes. std, the VM and the runtime know them by these names; so do logs of runs.
 */

/** The capability that an operation is part of; "" for the standard streams and the end of the program, which all have. */
export type Capability = "" | "Clock" | "Env" | "FileSystem" | "Process" | "Random";

/** Every operation with its capability. */
export const WORLD_OPERATIONS = {
  /** Ends the program with the exit code `number`. */
  "exit": "",
  /** The next bytes of stdin, at most `number`; 0 at its end. */
  "io.read": "",
  /** Write `bytes` to stdout or stderr. */
  "io.write": "",
  "io.write_error": "",
  /** 1 if the standard stream of file descriptor `number` is a terminal, else 0. */
  "io.is_terminal": "",

  /** The variable `text` of the environment: 1 and its value, or 0. */
  "env.get": "Env",
  /** Nanoseconds since 1970-01-01 UTC, in decimal. */
  "clock.now": "Clock",
  /** 64 bits that nobody can foresee, as a signed int in decimal. */
  "random.bits": "Random",

  /** The bytes of file `text`. */
  "fs.read": "FileSystem",
  /** Opens file `text`; the number of the open file, for the next three. */
  "fs.open": "FileSystem",
  /** The next bytes of open file `number`; 0 at its end. */
  "fs.chunk": "FileSystem",
  /** Likewise, up to a line break, or the end of the file. */
  "fs.lines": "FileSystem",
  /** Closes open file `number`. */
  "fs.close": "FileSystem",
  /** Write `bytes` to file `text`: in place of what it has, behind it, into a new file, or by a rename over it. */
  "fs.write": "FileSystem",
  "fs.append": "FileSystem",
  "fs.create": "FileSystem",
  "fs.replace": "FileSystem",
  /** The entries of directory `text`: for each `f`, `d`, `l` or `s`, its name and a NUL. */
  "fs.list": "FileSystem",
  /** `KIND SIZE MODIFIED PERMISSIONS` in letters as above, bytes, nanoseconds since 1970, and a number. Follows links. */
  "fs.facts": "FileSystem",
  /** Likewise of a link itself. */
  "fs.link_facts": "FileSystem",
  "fs.create_dir": "FileSystem",
  /** Removes a file, link or empty directory. */
  "fs.remove": "FileSystem",
  /** Gives `text` the name that `bytes` are. */
  "fs.rename": "FileSystem",
  /** The path of a new file or directory in directory `text`, or where "" the system has its temporary files. */
  "fs.temp_file": "FileSystem",
  "fs.temp_dir": "FileSystem",

  /**
   * Runs program `text`: its exit code, and the length of its stdout in decimal, a NUL, its stdout and its stderr. The
   * first `number` bytes are its folder, the number of its arguments, these, and `NAME=VALUE` of variables, each with a
   * NUL at the end; the others are its input.
   */
  "process.run": "Process",
} as const satisfies Record<string, Capability>;

/** The name of an operation. */
export type WorldOperation = keyof typeof WORLD_OPERATIONS;

/** The failures of an operation, whose results are minus these numbers. */
export const WORLD_FAILURES = {
  notFound: 1,
  permissionDenied: 2,
  alreadyExists: 3,
  notADirectory: 4,
  isADirectory: 5,
  notEmpty: 6,
  /** The bytes of the answer are the flag that allows the request. */
  refused: 7,
  badName: 8,
  /** The bytes of the answer are the system's words. */
  other: 9,
} as const;

/** Whether `name` is that of an operation. */
export function isWorldOperation(name: string): name is WorldOperation {
  return Object.hasOwn(WORLD_OPERATIONS, name);
}
