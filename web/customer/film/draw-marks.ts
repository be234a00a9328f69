import { encode } from 'uqr';
import { linesOf, type Marks, qrTextOf } from './marks.ts';

/** Modules around the code that stay white, as readers want it. */
const QUIET_ZONE = 4;
/** 5 pixels a module at 720 lines: it survives the compression. */
const MODULES_ACROSS = 140;
const SMALLEST_MODULE = 4;

/** Characters of the longest line, so that it fits at any width. */
const LINE_CHARACTERS = 26;

/** Draws marks over a picture: a dark band with two lines below, and the QR code in the upper right corner. */
export function createMarksDrawer(context: CanvasRenderingContext2D) {
  const qr = document.createElement('canvas');
  let drawnText = '';

  function drawBand(marks: Marks, width: number, height: number): void {
    const letter = Math.round(Math.min(height * 0.05, (width * 0.94) / (LINE_CHARACTERS * 0.62)));
    const line = Math.round(letter * 1.3);
    const band = Math.round(2 * line + 0.5 * letter);
    context.fillStyle = 'rgb(0 0 0 / 80%)';
    context.fillRect(0, height - band, width, band);
    context.fillStyle = '#fff';
    context.font = `600 ${letter}px ui-monospace, "Roboto Mono", Menlo, monospace`;
    context.textBaseline = 'middle';
    linesOf(marks).forEach((text, index) => {
      context.fillText(
        text,
        width * 0.03,
        height - band + 0.25 * letter + (index + 0.5) * line,
        width * 0.94,
      );
    });
  }

  /** Anew only when the text has changed, which is once a second. */
  function drawQr(text: string, module: number): void {
    const key = `${text} ${module}`;
    if (key === drawnText) return;
    drawnText = key;
    const { size, data } = encode(text, { ecc: 'M', border: QUIET_ZONE });
    qr.width = size * module;
    qr.height = size * module;
    const dots = qr.getContext('2d');
    if (!dots) return;
    dots.fillStyle = '#fff';
    dots.fillRect(0, 0, qr.width, qr.height);
    dots.fillStyle = '#000';
    data.forEach((row, y) => {
      row.forEach((isDark, x) => {
        if (isDark) dots.fillRect(x * module, y * module, module, module);
      });
    });
  }

  return (marks: Marks): void => {
    const { width, height } = context.canvas;
    drawBand(marks, width, height);
    if (marks.code === undefined) return;
    const module = Math.max(SMALLEST_MODULE, Math.round(Math.min(width, height) / MODULES_ACROSS));
    drawQr(qrTextOf({ ...marks, code: marks.code }), module);
    context.drawImage(qr, width - qr.width, 0);
  };
}
