import { randomFillSync } from 'node:crypto';
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny';

const SECONDS = 20;

/**
 * A film of about `megabytes`: a real MP4 container of twenty seconds whose pictures are noise, made without a
 * codec, so that the walkthrough needs nothing installed. The tests use real films made by ffmpeg.
 */
export async function makeFilm(megabytes: number): Promise<Uint8Array> {
  const output = new Output({ format: new Mp4OutputFormat(), target: new BufferTarget() });
  const video = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(video, { frameRate: 1 });
  await output.start();
  const bytesPerPicture = Math.ceil((megabytes * 1024 ** 2) / SECONDS);
  for (let second = 0; second < SECONDS; second += 1) {
    const picture = randomFillSync(new Uint8Array(bytesPerPicture));
    await video.add(new EncodedPacket(picture, 'key', second, 1), {
      decoderConfig: { codec: 'vp09.00.10.08', codedWidth: 640, codedHeight: 480 },
    });
  }
  await output.finalize();
  return new Uint8Array(output.target.buffer as ArrayBuffer);
}
