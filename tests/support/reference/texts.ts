/** Texts as bytes of UTF-8, one per code unit, and the decimal forms of floats. */

const encoder = new TextEncoder();

/** The bytes of `text`. */
export function toBytes(text: string): string {
  let bytes = "";
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** The text of `bytes`; ill-formed sequences become U+FFFD. */
export function fromBytes(bytes: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(byteArray(bytes));
}

export function byteArray(bytes: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes, (unit) => unit.charCodeAt(0));
}

/** Whether a character starts at `at`, or the text ends there. */
export function isBoundary(bytes: string, at: number): boolean {
  return at === bytes.length || (bytes.charCodeAt(at) & 0xc0) !== 0x80;
}

/** The characters of `bytes`, each as bytes. */
export function characters(bytes: string): string[] {
  return bytes.match(/[^\x80-\xbf][\x80-\xbf]*/g) ?? [];
}

/** The exact value of a finite float as `numerator / 2^shift`. */
function exact(x: number): { readonly numerator: bigint; readonly shift: bigint } {
  let shift = 0n;
  let scaled = x;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return { numerator: BigInt(scaled), shift };
}

/** `numerator / denominator`, both positive, rounded half to even. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const up = twice > denominator || twice === denominator && quotient % 2n === 1n;
  return up ? quotient + 1n : quotient;
}

function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

/** `x` with `precision` digits after the point. */
export function fixedText(x: number, precision: number): string {
  const { numerator, shift } = exact(Math.abs(x));
  const digits = rounded(numerator * 10n ** BigInt(precision), 1n << shift).toString()
    .padStart(precision + 1, "0");
  const whole = digits.slice(0, digits.length - precision);
  const text = precision === 0 ? whole : `${whole}.${digits.slice(-precision)}`;
  return isNegative(x) ? `-${text}` : text;
}

/** `x` with one digit in front of the point, `precision` behind it, and the exponent. */
export function expText(x: number, precision: number): string {
  const { numerator, shift } = exact(Math.abs(x));
  const sign = isNegative(x) ? "-" : "";
  if (numerator === 0n) return `${sign}0${precision > 0 ? `.${"0".repeat(precision)}` : ""}e0`;
  const denominator = 1n << shift;
  const isAtLeast = (power: number): boolean =>
    power < 0
      ? numerator * 10n ** BigInt(-power) >= denominator
      : numerator >= denominator * 10n ** BigInt(power);
  let exponent = 0;
  while (isAtLeast(exponent + 1)) exponent++;
  while (!isAtLeast(exponent)) exponent--;
  const power = precision - exponent;
  let digits = power < 0
    ? rounded(numerator, denominator * 10n ** BigInt(-power)).toString()
    : rounded(numerator * 10n ** BigInt(power), denominator).toString();
  if (digits.length > precision + 1) {
    exponent++;
    digits = digits.slice(0, -1);
  }
  const rest = precision > 0 ? `.${digits.slice(1)}` : "";
  return `${sign}${digits[0]}${rest}e${exponent}`;
}

/** The shortest digits that give `x` back, without an exponent. */
export function shortestText(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  const text = Math.abs(x).toString();
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const [mantissa, exponentText] = text.split("e");
  if (exponentText === undefined) return sign + text;
  const [whole = "", fraction = ""] = (mantissa as string).split(".");
  const exponent = Number(exponentText);
  return exponent < 0
    ? `${sign}0.${"0".repeat(-exponent - whole.length)}${whole}${fraction}`
    : sign + whole + fraction + "0".repeat(exponent - fraction.length);
}
