import type { ExplanationsOf } from "./explanation.ts";

/** Codes of embedded files. */
export const EMBED: ExplanationsOf<"E094"> = {
  E0940: {
    cause:
      "The path of `embed` and `has_embed` is needed when the program is compiled: a text, or what\ntexts and constants of the file make with `+` and in templates.",
    wrong: "@load (name: str) -> str = embed(name);",
    right: 'let $HELP = "main.ori";\n@load () -> str = embed($HELP);',
  },
  E0941: {
    cause:
      "A program may not take in files from elsewhere on the machine that compiles it. Paths start at\nthe file that embeds, have `/` between their parts, and stay in the package, or where there is\nnone, in the folder of the file. Links are followed.",
    wrong: 'let $KEYS: str = embed("/etc/hosts");',
    right: 'let $KEYS: str = embed("main.ori");',
  },
  E0942: {
    cause:
      "There is no file of this name, or it cannot be read. `has_embed` tells whether there is one.",
    wrong: 'let $HELP: str = embed("help.txt");',
    right: 'let $HELP: str = if has_embed("help.txt") then embed("help.txt") else "no help";',
  },
  E0943: {
    cause: "What is embedded as `str` must be UTF-8. Any file can be embedded as `[byte]`.",
    wrong: 'let $ICON: str = embed("icon.png");',
    right: 'let $ICON: [byte] = embed("icon.png");',
    language: "shell",
  },
  E0944: {
    cause:
      "Embedded files become part of the program; 10 MB is the most that a file may have, unless\n`max_file_size` in the section `[embed]` of `ori.toml` says otherwise.",
    wrong: "[embed]",
    right: '[embed]\nmax_file_size = "50mb"',
    language: "toml",
  },
};
