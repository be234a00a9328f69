import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CaseEvidence } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { ErrorText, Field } from '../../shared/field.tsx';
import type { DownloadAnswer } from '../api.ts';
import { useDesk } from '../desk.ts';
import { useDraft } from '../drafts.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useAction } from '../use-action.ts';
import { useCase } from './case-desk.ts';
import { placeInFilm } from './words.ts';

const SPEEDS = [0.5, 0.75, 1, 1.5, 2, 3, 4] as const;
/** Phones film thirty pictures a second; a step of a slower film shows the same picture twice. */
const FRAME_SECONDS = 1 / 30;
const JUMP_SECONDS = 5;

interface Props {
  evidence: CaseEvidence;
  first: DownloadAnswer;
  renew: () => Promise<DownloadAnswer>;
}

/**
 * Plays a film slowly, fast and picture by picture. Its address lives five minutes: when it has ended and the player
 * needs more of the film, another one is asked for and the film goes on from the same second.
 */
export function FilmPlayer({ evidence, first, renew }: Props) {
  const { texts, person, trackingNumber, api, put, say } = useCase();
  const { clock } = useDesk();
  const words = texts.player;
  const video = useRef<HTMLVideoElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const [address, setAddress] = useState(first);
  const [isPlaying, setPlaying] = useState(false);
  const [isMuted, setMuted] = useState(false);
  const [second, setSecond] = useState(0);
  const [duration, setDuration] = useState(evidence.check?.durationSeconds ?? 0);
  const [speed, setSpeed] = useState(1);
  const [trouble, setTrouble] = useState<'renewing' | 'unplayable'>();
  const goOnAt = useRef<{ second: number; isPlaying: boolean } | undefined>(undefined);
  const renewing = useRef(false);

  const isEnded = () => Date.parse(address.expiresAt) <= clock.now() + 2_000;
  const renewAddress = async () => {
    const film = video.current;
    if (!film || renewing.current) return;
    renewing.current = true;
    setTrouble('renewing');
    // A renewed film begins anew, so an error of it comes with its clock at 0.
    goOnAt.current ??= { second: film.currentTime || second, isPlaying: !film.paused };
    try {
      setAddress(await renew());
    } catch {
      setTrouble('unplayable');
    } finally {
      renewing.current = false;
    }
  };
  const onLoaded = () => {
    const film = video.current;
    if (!film) return;
    if (Number.isFinite(film.duration)) setDuration(film.duration);
    film.playbackRate = speed;
    setTrouble(undefined);
    const place = goOnAt.current;
    goOnAt.current = undefined;
    if (!place) return;
    film.currentTime = place.second;
    if (place.isPlaying) void film.play().catch(() => {});
  };
  const onError = () => {
    // One that was just given and does not play is no matter of the address.
    if (isEnded()) void renewAddress();
    else setTrouble('unplayable');
  };

  const go = (to: number) => {
    const film = video.current;
    if (!film) return;
    const end = Number.isFinite(film.duration) ? film.duration : duration;
    const place = Math.min(Math.max(0, to), end || to);
    if (isEnded()) {
      goOnAt.current = { second: place, isPlaying: !film.paused };
      void renewAddress();
    } else film.currentTime = place;
    setSecond(place);
  };
  const step = (by: number) => {
    video.current?.pause();
    go((video.current?.currentTime ?? 0) + by);
  };
  const toggle = () => {
    const film = video.current;
    if (!film) return;
    if (!film.paused) film.pause();
    else if (isEnded() && film.readyState < 4) {
      goOnAt.current = { second: film.currentTime, isPlaying: true };
      void renewAddress();
    } else void film.play().catch(() => {});
  };
  const changeSpeed = (to: number) => {
    setSpeed(to);
    if (video.current) video.current.playbackRate = to;
  };
  const faster = (by: 1 | -1) => {
    const next = SPEEDS[SPEEDS.indexOf(speed as 1) + by];
    if (next !== undefined) changeSpeed(next);
  };

  const draftName = `film ${trackingNumber} ${evidence.evidenceId}`;
  const [mark, setMark, dropMark] = useDraft<{ second: number; note: string } | undefined>(
    person.id,
    draftName,
    undefined,
  );
  const { run, isBusy, problem } = useAction();
  const note = useRef<HTMLFormElement>(null);
  const beginMark = () => {
    video.current?.pause();
    setMark({ second: Math.round((video.current?.currentTime ?? second) * 10) / 10, note: mark?.note ?? '' });
    requestAnimationFrame(() => note.current?.querySelector('input')?.focus());
  };
  const saveMark = () =>
    run(async () => {
      if (!mark?.note.trim()) return;
      put(
        await api.bookmark(trackingNumber, evidence.evidenceId, {
          second: mark.second,
          note: mark.note.trim(),
        }),
      );
      say(render(words.bookmarked, { time: placeInFilm(mark.second) }));
      dropMark();
      bar.current?.querySelector<HTMLElement>('button')?.focus();
    });

  useShortcuts([
    { code: 'Space', label: '␣', does: texts.keys.play, run: toggle },
    { code: 'Comma', label: ', .', does: texts.keys.frames, run: () => step(-FRAME_SECONDS) },
    { code: 'Period', label: '.', isTold: false, does: words.frameForward, run: () => step(FRAME_SECONDS) },
    {
      code: 'ArrowLeft',
      label: '← →',
      does: texts.keys.seconds,
      run: () => go((video.current?.currentTime ?? 0) - JUMP_SECONDS),
    },
    {
      code: 'ArrowRight',
      label: '→',
      isTold: false,
      does: words.forward,
      run: () => go((video.current?.currentTime ?? 0) + JUMP_SECONDS),
    },
    { code: 'BracketLeft', label: '[ ]', does: texts.keys.speed, run: () => faster(-1) },
    { code: 'BracketRight', label: ']', isTold: false, does: texts.keys.speed, run: () => faster(1) },
    { code: 'KeyB', label: 'B', does: texts.keys.bookmark, run: beginMark },
  ]);
  useEffect(() => {
    if (document.activeElement === document.body) bar.current?.querySelector<HTMLElement>('button')?.focus();
  }, []);

  const bookmarks = [...(evidence.bookmarks ?? [])].sort((one, other) => one.second - other.second);
  const length = duration || 1;
  return (
    <div class="player">
      {/* biome-ignore lint/a11y/useMediaCaption: a customer's film of an unboxing has none */}
      <video
        ref={video}
        src={address.url}
        aria-label={render(words.label, { name: evidence.fileName })}
        playsInline
        preload="auto"
        onClick={toggle}
        onLoadedMetadata={onLoaded}
        onError={onError}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => {
          if (!goOnAt.current) setSecond(event.currentTarget.currentTime);
        }}
        onSeeked={(event) => setSecond(event.currentTarget.currentTime)}
        onVolumeChange={(event) => setMuted(event.currentTarget.muted)}
      />
      <div class="film-slider">
        <input
          type="range"
          min={0}
          max={duration || 1}
          step={0.1}
          value={second}
          aria-label={words.position}
          aria-valuetext={placeInFilm(second)}
          onInput={(event) => go(Number(event.currentTarget.value))}
        />
        <div class="film-ticks" aria-hidden="true">
          {bookmarks.map((each) => (
            <i key={each.second} style={{ left: `${Math.min(100, (each.second / length) * 100)}%` }} />
          ))}
        </div>
      </div>
      <div class="film-controls" ref={bar}>
        <button
          type="button"
          class="tool tool-strong"
          data-key="film"
          aria-label={isPlaying ? words.pause : words.play}
          title={isPlaying ? words.pause : words.play}
          onClick={toggle}
        >
          <Icon path={isPlaying ? 'M7 5h4v14H7zM13 5h4v14h-4z' : 'M8 5v14l11-7z'} />
        </button>
        <Tool
          label={words.back}
          sign="−5"
          onPress={() => go((video.current?.currentTime ?? 0) - JUMP_SECONDS)}
        />
        <Tool
          label={words.frameBack}
          sign={<Icon path="M16 5v14L7 12zM4 5h2v14H4z" />}
          onPress={() => step(-FRAME_SECONDS)}
        />
        <Tool
          label={words.frameForward}
          sign={<Icon path="M8 5v14l9-7zM18 5h2v14h-2z" />}
          onPress={() => step(FRAME_SECONDS)}
        />
        <Tool
          label={words.forward}
          sign="+5"
          onPress={() => go((video.current?.currentTime ?? 0) + JUMP_SECONDS)}
        />
        <span class="film-time">
          {placeInFilm(second, true)} / {placeInFilm(duration)}
        </span>
        <select
          aria-label={words.speed}
          value={String(speed)}
          onChange={(event) => changeSpeed(Number(event.currentTarget.value))}
        >
          {SPEEDS.map((each) => (
            <option key={each} value={String(each)}>
              {each}×
            </option>
          ))}
        </select>
        <Tool
          label={isMuted ? words.unmute : words.mute}
          sign={
            <Icon
              path={`M4 9v6h4l5 5V4L8 9z${isMuted ? 'M16 9l5 6-1.5 1.2-5-6zM19.500 8l1.500 1.200-5 6-1.500-1.200z' : 'M15.500 8.500a5 5 0 0 1 0 7zM15.500 5a8.500 8.500 0 0 1 0 14v-2a6.500 6.500 0 0 0 0-10z'}`}
            />
          }
          onPress={() => {
            if (video.current) video.current.muted = !video.current.muted;
          }}
        />
        <Tool
          label={words.fullScreen}
          sign={<Icon path="M5 5h6v2H7v4H5zM13 5h6v6h-2V7h-4zM5 13h2v4h4v2H5zM17 13h2v6h-6v-2h4z" />}
          onPress={() => void video.current?.requestFullscreen().catch(() => {})}
        />
        <button type="button" class="button button-small film-mark" onClick={beginMark}>
          {words.bookmark}
          <span class="hotkey" aria-hidden="true">
            B
          </span>
        </button>
      </div>
      {trouble && (
        <p class="film-trouble" role="alert">
          {trouble === 'renewing' ? texts.files.renewing : texts.files.notPlayable}
        </p>
      )}
      {mark && (
        <form
          ref={note}
          class="mark-form"
          onSubmit={(event) => {
            event.preventDefault();
            void saveMark();
          }}
        >
          <Field
            label={render(words.note, { time: placeInFilm(mark.second, true) })}
            hint={words.noteHint}
            name="note"
            maxLength={200}
            value={mark.note}
            onValue={(text) => setMark({ ...mark, note: text })}
          />
          <button type="submit" class="button button-main" aria-disabled={isBusy ? 'true' : undefined}>
            {words.saveBookmark}
          </button>
          <button type="button" class="button button-quiet" onClick={dropMark}>
            {texts.cancel}
          </button>
          {problem && <ErrorText>{problem}</ErrorText>}
        </form>
      )}
      {bookmarks.length > 0 && (
        <ul class="bookmarks" aria-label={words.bookmarks}>
          {bookmarks.map((each) => (
            <li key={each.second}>
              <button
                type="button"
                class="link"
                aria-label={render(words.jump, { time: placeInFilm(each.second), note: each.note })}
                onClick={() => {
                  video.current?.pause();
                  go(each.second);
                }}
              >
                <span class="number">{placeInFilm(each.second)}</span> {each.note}
              </button>
              {each.by.id && <span class="quiet"> {each.by.id}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Tool({ label, sign, onPress }: { label: string; sign: ComponentChildren; onPress: () => void }) {
  return (
    <button type="button" class="tool" aria-label={label} title={label} onClick={onPress}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" focusable="false" class="icon">
      <path d={path} />
    </svg>
  );
}
