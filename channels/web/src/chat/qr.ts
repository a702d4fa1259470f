// QR codes as SVG: one path of dark modules, drawn in the page because nothing may be inlined.
import qrcode from "qrcode-generator";

/** Light modules around the code, without which readers do not find it (ISO/IEC 18004). */
const QUIET = 4;

export interface Drawing {
  /** Modules on a side, the quiet zone among them. */
  size: number;
  /** The `d` of the dark modules, one unit each. */
  path: string;
}

export function drawQr(words: string): Drawing {
  const code = qrcode(0, "M");
  code.addData(bytesOf(words));
  code.make();
  const count = code.getModuleCount();
  const rows = Array.from({ length: count }, (_, row) => rowOf(count, row, code.isDark));
  return { size: count + 2 * QUIET, path: rows.join("") };
}

/** As UTF-8, a character a byte: the library takes the low byte of each character. */
function bytesOf(words: string): string {
  return Array.from(new TextEncoder().encode(words), (byte) => String.fromCharCode(byte)).join("");
}

/** The dark runs of one row: move there, draw the run, one unit high. */
function rowOf(count: number, row: number, isDark: (row: number, column: number) => boolean) {
  let path = "";
  for (let column = 0; column < count; column++) {
    const start = column;
    while (column < count && isDark(row, column)) column++;
    const run = column - start;
    if (run > 0) path += `M${start + QUIET} ${row + QUIET}h${run}v1h-${run}z`;
  }
  return path;
}
