import jsQR from "jsqr";
import { describe, expect, it } from "vitest";
import { drawQr, type Drawing } from "../src/chat/qr";

const PIXELS = 4; // a module

/** The drawing as a picture: white, and black where a run of the path lies. */
function pictureOf({ size, path }: Drawing): Uint8ClampedArray {
  const width = size * PIXELS;
  const picture = new Uint8ClampedArray(4 * width * width).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * PIXELS; row < (Number(y) + 1) * PIXELS; row++) {
      const start = row * width + Number(x) * PIXELS;
      for (let at = start; at < start + Number(run) * PIXELS; at++) {
        picture.set([0, 0, 0], 4 * at);
      }
    }
  }
  return picture;
}

describe("drawQr", () => {
  it.each([
    "weixin://wxpay/bizpayurl?pr=p4lpSuKzz",
    "https://pay.example.cn/n/4403040000123456?unit=105001&sum=8850",
    "缴费：学费，八十八元五角",
    "x".repeat(512),
  ])("is read back as it was drawn (%#)", (words) => {
    const drawing = drawQr(words);
    const width = drawing.size * PIXELS;
    expect(jsQR(pictureOf(drawing), width, width)?.data).toBe(words);
  });

  it("keeps four light modules on every side", () => {
    const { size, path } = drawQr("weixin://wxpay/bizpayurl?pr=p4lpSuKzz");
    const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map((run) => run.slice(1).map(Number));
    expect(Math.min(...runs.map(([x]) => x!))).toBe(4);
    expect(Math.min(...runs.map(([, y]) => y!))).toBe(4);
    expect(Math.max(...runs.map(([x, , run]) => x! + run!))).toBe(size - 4);
    expect(Math.max(...runs.map(([, y]) => y! + 1))).toBe(size - 4);
  });
});
