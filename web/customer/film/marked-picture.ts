import { createMarksDrawer } from './draw-marks.ts';
import type { Marks } from './marks.ts';

const FRAMES_PER_SECOND = 30;
/** The time in the picture runs on even when the camera gives no new frames. */
const REDRAW_MILLIS = 500;

export interface MarkedPicture {
  stream: MediaStream;
  /** Now, so that what follows is marked with what has just changed. */
  draw(): void;
  close(): void;
}

/** The camera's picture with the marks in it, as a stream to show and to record. */
export async function createMarkedPicture(
  camera: MediaStreamTrack,
  marks: () => Marks,
): Promise<MarkedPicture> {
  const source = document.createElement('video');
  source.muted = true;
  source.playsInline = true;
  source.srcObject = new MediaStream([camera]);
  await source.play();

  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new DOMException('There is no canvas to draw on.', 'NotSupportedError');
  const drawMarks = createMarksDrawer(context);
  canvas.width = source.videoWidth || 1280;
  canvas.height = source.videoHeight || 720;
  let isOpen = true;

  function draw(): void {
    if (!context) return;
    const { width, height } = canvas;
    // A phone that is turned while filming changes the picture's sides; the film keeps its own.
    const scale = Math.min(width / (source.videoWidth || width), height / (source.videoHeight || height));
    const across = (source.videoWidth || width) * scale;
    const down = (source.videoHeight || height) * scale;
    if (across < width || down < height) context.clearRect(0, 0, width, height);
    context.drawImage(source, (width - across) / 2, (height - down) / 2, across, down);
    drawMarks(marks());
  }

  function drawNext(): void {
    if (!isOpen) return;
    draw();
    ask();
  }

  function ask(): void {
    if ('requestVideoFrameCallback' in source) source.requestVideoFrameCallback(drawNext);
    else requestAnimationFrame(drawNext);
  }

  drawNext();
  const timer = setInterval(draw, REDRAW_MILLIS);
  const stream = canvas.captureStream(FRAMES_PER_SECOND);
  return {
    stream,
    draw,
    close() {
      isOpen = false;
      clearInterval(timer);
      source.srcObject = null;
      for (const track of stream.getTracks()) track.stop();
    },
  };
}
