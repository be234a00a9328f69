import type { Finding } from '../../functions/contracts/case.ts';
import { type CorpusFile, type Expected, whole } from './corpus-file.ts';
import { type FilmWorkshop, type Packing, PLACE, type Source } from './film-workshop.ts';

const YUV = ['-pix_fmt', 'yuv420p'];
const QUICK_X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', ...YUV];
const AAC = ['-c:a', 'aac', '-b:a', '32k'];
const OPUS = ['-c:a', 'libopus', '-b:a', '24k'];
const VP8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-g', '20'];

/** What phones, browsers, cameras and programs make of a picture. */
export const SOURCES = {
  h264: { video: [...QUICK_X264, '-g', '10'], audio: AAC },
  h264Silent: { video: QUICK_X264 },
  h264Main: {
    video: ['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-bf', '2', ...YUV],
    audio: AAC,
  },
  h264TenBit: { video: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le'] },
  h264Interlaced: { video: ['-c:v', 'libx264', '-preset', 'veryfast', '-flags', '+ildct+ilme', ...YUV] },
  hevc: {
    video: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:pools=1', ...YUV],
    audio: AAC,
  },
  mpeg4: { video: ['-c:v', 'mpeg4'], audio: AAC },
  h263: { size: '176x144', video: ['-c:v', 'h263'] },
  mjpeg: { video: ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'] },
  vp8: { video: VP8, audio: ['-c:a', 'libvorbis'] },
  vp9: { video: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'], audio: OPUS },
  av1: { video: ['-c:v', 'libaom-av1', '-usage', 'realtime', '-cpu-used', '8'], audio: OPUS },
  mpeg2: { rate: 25, video: ['-c:v', 'mpeg2video'], audio: ['-c:a', 'mp2'] },
  prores: { video: ['-c:v', 'prores_ks', '-profile:v', '0'], audio: ['-c:a', 'pcm_s16le'] },
  ffv1: { video: ['-c:v', 'ffv1'], audio: ['-c:a', 'flac'] },
  theora: { video: ['-c:v', 'libtheora'], audio: ['-c:a', 'libvorbis'] },
  flv1: { video: ['-c:v', 'flv1'] },
  wmv2: { video: ['-c:v', 'wmv2'] },
  h263WithSound: {
    size: '176x144',
    video: ['-c:v', 'h263'],
    audio: ['-c:a', 'aac', '-ar', '8000', '-ac', '1'],
  },
  short: { seconds: 3, video: [...QUICK_X264, '-g', '10'], audio: AAC },
  justLongEnough: { seconds: 10, video: QUICK_X264 },
  uneven: { video: ['-vf', "select='not(mod(n,7)*mod(n,3))'", '-vsync', 'vfr', ...QUICK_X264], audio: AAC },
  sound: { video: 'none', audio: AAC },
  soundOpus: { video: 'none', audio: OPUS },
  soundPcm: { video: 'none', audio: ['-c:a', 'pcm_s16le'] },
} as const satisfies Record<string, Source>;

const mp4 = (...settings: string[]): Packing => ({ extension: 'mp4', format: 'mp4', settings });
const mov = (...settings: string[]): Packing => ({ extension: 'mov', format: 'mov', settings });
const mkv = (...settings: string[]): Packing => ({ extension: 'mkv', format: 'matroska', settings });
const webm = (...settings: string[]): Packing => ({ extension: 'webm', format: 'webm', settings });
const threeGp = (...settings: string[]): Packing => ({ extension: '3gp', format: '3gp', settings });

const TYPES: Record<string, string> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  '3gp': 'video/3gpp',
  '3g2': 'video/3gpp',
};

type Recipe = [name: string, source: keyof typeof SOURCES, packing: Packing, findings?: readonly Finding[]];

const FRAGMENTS = '+frag_keyframe+empty_moov+default_base_moof';
const LIVE = { isPiped: true, recordedAt: 'unset' } as const;

const recipes: readonly Recipe[] = [
  ['H.264 with its index behind', 'h264', mp4()],
  ['H.264 with its index in front', 'h264', mp4('-movflags', '+faststart')],
  ['H.264 without sound', 'h264Silent', mp4()],
  ['H.264 main profile with pictures out of order', 'h264Main', mp4()],
  ['H.264 of ten bits', 'h264TenBit', mp4()],
  ['H.264 interlaced', 'h264Interlaced', mp4()],
  ['H.264 in MOV', 'h264', mov()],
  ['H.264 in MOV, index in front', 'h264', mov('-movflags', '+faststart')],
  ['H.264 in MKV', 'h264', mkv()],
  ['H.264 in 3GP', 'h264', threeGp()],
  ['H.264 in 3GP of release 2', 'h264', { extension: '3g2', format: '3g2' }],
  ['H.264 as M4V', 'h264', { extension: 'm4v', format: 'ipod' }],
  ['H.264 for a PSP', 'h264Main', { extension: 'mp4', format: 'psp' }],
  ['HEVC in MP4', 'hevc', mp4('-tag:v', 'hvc1')],
  ['HEVC as hev1', 'hevc', mp4('-tag:v', 'hev1')],
  ['HEVC in MOV', 'hevc', mov('-tag:v', 'hvc1')],
  ['HEVC in MKV', 'hevc', mkv()],
  ['MPEG-4 part 2 in MP4', 'mpeg4', mp4()],
  ['MPEG-4 part 2 in 3GP', 'mpeg4', threeGp()],
  ['MPEG-4 part 2 in MKV', 'mpeg4', mkv()],
  ['H.263 in 3GP', 'h263', threeGp()],
  ['H.263 with sound in 3GP', 'h263WithSound', threeGp()],
  ['Motion JPEG in MOV', 'mjpeg', mov()],
  ['Motion JPEG in MKV', 'mjpeg', mkv()],
  ['ProRes in MOV', 'prores', mov()],
  ['VP8 in WebM', 'vp8', webm()],
  ['VP9 in WebM', 'vp9', webm()],
  ['VP9 in MP4', 'vp9', mp4()],
  ['VP9 in MKV', 'vp9', mkv()],
  ['AV1 in WebM', 'av1', webm()],
  ['AV1 in MP4', 'av1', mp4()],
  ['AV1 in MKV', 'av1', mkv()],
  ['FFV1 in MKV', 'ffv1', mkv()],
  ['Theora in MKV', 'theora', mkv()],
  ['MPEG-2 in MKV', 'mpeg2', mkv()],
  ['MPEG-2 in MP4', 'mpeg2', mp4()],
  ['uneven rate', 'uneven', mp4()],
  ['uneven rate in MKV', 'uneven', mkv()],
  ['a quarter turned', 'h264', mp4('-metadata:s:v', 'rotate=90')],
  ['turned upside down', 'h264', mov('-metadata:s:v', 'rotate=180')],
  ['in fragments', 'h264', mp4('-movflags', FRAGMENTS)],
  ['in a fragment for every picture', 'h264', mp4('-movflags', `${FRAGMENTS}+frag_every_frame`)],
  ['in fragments with an index', 'h264', mp4('-movflags', `${FRAGMENTS}+global_sidx`)],
  ['as for DASH', 'h264', mp4('-movflags', '+dash+frag_keyframe')],
  ['in fragments of sound and picture apart', 'h264', mp4('-movflags', '+frag_keyframe+separate_moof')],
  ['of Smooth Streaming', 'h264', { extension: 'mp4', format: 'ismv' }],
  ['in fragments in MOV', 'h264', mov('-movflags', FRAGMENTS)],
  [
    'as a browser records MP4',
    'h264',
    { ...mp4('-movflags', FRAGMENTS), ...LIVE },
    ['recording-time-unknown'],
  ],
  ['as a browser records WebM', 'vp8', { ...webm('-live', '1'), ...LIVE }, ['recording-time-unknown']],
  ['as a browser records MKV', 'h264', { ...mkv('-live', '1'), ...LIVE }, ['recording-time-unknown']],
  ['in small clusters', 'vp8', webm('-cluster_time_limit', '400')],
  ['index in front in WebM', 'vp8', webm('-reserve_index_space', '20000')],
  ['index in front in MKV', 'h264', mkv('-cues_to_front', '1')],
  ['sound that begins later', 'h264', mp4('-max_interleave_delta', '1')],
  [
    'begun in the middle, by an edit list',
    'h264',
    { ...mp4(), inputs: [], settings: ['-ss', '1.3', '-avoid_negative_ts', 'disabled'] },
  ],
  ['without an edit list', 'h264Main', mp4('-use_editlist', '0')],
  ['with negative times', 'h264Main', mp4('-movflags', '+negative_cts_offsets')],
  ['with a time code', 'h264', mov('-timecode', '10:00:00:00')],
  ['with hints for streaming', 'h264Silent', mp4('-movflags', '+rtphint')],
  ['ten seconds sharp', 'justLongEnough', mp4()],
  ['three seconds', 'short', mp4(), ['too-short']],
  ['three seconds in WebM', 'short', mkv(), ['too-short']],
  ['before the sale', 'h264', { ...mp4(), recordedAt: '2026-02-01T00:00:00Z' }, ['recorded-before-sale']],
  [
    'before the sale in MKV',
    'h264',
    { ...mkv(), recordedAt: '2026-02-01T00:00:00Z' },
    ['recorded-before-sale'],
  ],
  ['from next month', 'h264', { ...mov(), recordedAt: '2026-04-01T00:00:00Z' }, ['recorded-after-upload']],
  ['without a time', 'h264', { ...mp4(), recordedAt: 'unset' }, ['recording-time-unknown']],
  ['without a time in WebM', 'vp8', { ...webm(), recordedAt: 'unset' }, ['recording-time-unknown']],
  ['with the place', 'h264', mp4('-metadata', `location=${PLACE}`)],
  ['with the place, as 3GP', 'h264', threeGp('-metadata', `location=${PLACE}`)],
  [
    'with the place, as an iPhone writes it',
    'h264',
    mov('-movflags', 'use_metadata_tags', '-metadata', `com.apple.quicktime.location.ISO6709=${PLACE}`),
  ],
  ['with the place in MKV', 'h264', mkv('-metadata', `LOCATION=${PLACE}`)],
  ['sound only', 'sound', mp4(), ['not-a-video']],
  ['sound only in MOV', 'soundPcm', mov(), ['not-a-video']],
  ['sound only in WebM', 'soundOpus', webm(), ['not-a-video']],
  ['sound only in MKV', 'soundPcm', mkv(), ['not-a-video']],
];

/** Real films that the service does not take: their bytes are not what they say. */
const others: readonly [name: string, source: keyof typeof SOURCES, format: string][] = [
  ['AVI', 'mpeg4', 'avi'],
  ['AVI of Motion JPEG', 'mjpeg', 'avi'],
  ['MPEG transport stream', 'h264', 'mpegts'],
  ['MPEG program stream', 'mpeg2', 'mpeg'],
  ['Flash video', 'flv1', 'flv'],
  ['Windows Media', 'wmv2', 'asf'],
  ['Ogg', 'theora', 'ogg'],
  ['raw H.264', 'h264Silent', 'h264'],
  ['NUT', 'h264', 'nut'],
];

const exactly = (...findings: Finding[]): Expected => ({ exactly: findings });

export function realFilms(workshop: FilmWorkshop): CorpusFile[] {
  const kind = 'real films';
  const known = recipes.map(([name, source, packing, findings = []]): CorpusFile => {
    const { extension } = packing;
    const isWhole = !source.startsWith('sound');
    return {
      ...{ kind, name, purpose: 'film', fileName: `VID_20260302.${extension}` },
      contentType: TYPES[extension] ?? 'video/mp4',
      expected: exactly(...findings),
      isWhole,
      make: () => whole(workshop.film(SOURCES[source], packing)),
    };
  });
  const unknown = others.map(
    ([name, source, format]): CorpusFile => ({
      ...{
        kind: 'films of other kinds',
        name,
        purpose: 'film',
        fileName: `film.${format}`,
        contentType: 'video/mp4',
      },
      expected: exactly('not-a-video', 'type-differs'),
      make: () => whole(workshop.film(SOURCES[source], { extension: format, format })),
    }),
  );
  return [...known, ...withMore(workshop), ...unknown, ...misnamed(workshop)];
}

/** Subtitles, chapters, a picture on the cover, two films in one. */
function withMore(workshop: FilmWorkshop): CorpusFile[] {
  const subtitles = () => workshop.note('srt', '1\n00:00:01,000 --> 00:00:04,000\n<b>Распаковка</b>\n');
  const chapters = () =>
    workshop.note('txt', ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=6000\ntitle=Посылка\n');
  const all = ['-map', '0', '-map', '1'];
  const made: [string, () => Buffer, string][] = [
    [
      'subtitles',
      () => workshop.film(SOURCES.h264, { ...mp4(...all, '-c:s', 'mov_text'), inputs: ['-i', subtitles()] }),
      'video/mp4',
    ],
    [
      'subtitles in MKV',
      () => workshop.film(SOURCES.h264, { ...mkv(...all, '-c:s', 'srt'), inputs: ['-i', subtitles()] }),
      'video/x-matroska',
    ],
    [
      'chapters',
      () =>
        workshop.film(SOURCES.h264, {
          ...mp4('-map', '0', '-map_metadata', '1'),
          inputs: ['-i', chapters()],
        }),
      'video/mp4',
    ],
    [
      'two films in one',
      () => workshop.film(SOURCES.h264, mp4('-map', '0:v', '-map', '0:v', '-map', '0:a')),
      'video/mp4',
    ],
    [
      'two films in one MKV',
      () => workshop.film(SOURCES.h264, mkv('-map', '0:v', '-map', '0:v', '-map', '0:a')),
      'video/x-matroska',
    ],
  ];
  return made.map(([name, make, contentType]) => ({
    ...{ kind: 'real films', name: `with ${name}`, purpose: 'film', fileName: 'film', contentType },
    expected: exactly(),
    isWhole: true,
    make: () => whole(make()),
  }));
}

/** A real film under another type or ending than its own. */
function misnamed(workshop: FilmWorkshop): CorpusFile[] {
  const made: [string, Packing, string, string, readonly Finding[]][] = [
    ['an MP4 as MOV', mp4(), 'film.mov', 'video/quicktime', ['type-differs']],
    ['an MP4 as WebM', mp4(), 'film.webm', 'video/webm', ['type-differs']],
    ['an MP4 as MKV', mp4(), 'film.mkv', 'video/x-matroska', ['type-differs']],
    ['an MP4 as 3GP', mp4(), 'film.3gp', 'video/3gpp', ['type-differs']],
    ['a MOV as MP4', mov(), 'film.mp4', 'video/mp4', ['type-differs']],
    ['a MKV as WebM', mkv(), 'film.webm', 'video/webm', ['type-differs']],
    ['a 3GP as MP4, as phones do', threeGp(), 'film.mp4', 'video/mp4', []],
    ['an MP4 with the ending of a page', mp4(), 'film.html', 'video/mp4', []],
    ['an MP4 with the ending of a program', mp4(), 'film.mp4.exe', 'video/mp4', []],
    ['an MP4 without an ending', mp4(), 'film', 'video/mp4', []],
  ];
  return made.map(([name, packing, fileName, contentType, findings]) => ({
    ...{ kind: 'wrong names and types', name, purpose: 'film', fileName, contentType },
    expected: exactly(...findings),
    isWhole: true,
    make: () => whole(workshop.film(SOURCES.h264, packing)),
  }));
}
