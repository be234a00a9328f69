import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { createStore, type Store } from '../shared/store.ts';
import type {
  AbandonedRecording,
  UploadController,
  Uploader,
  UploadRequest,
  UploadState,
} from './upload/upload-types.ts';

/** One upload as the page shows it. */
export interface Line {
  key: string;
  state: UploadState;
  /** Missing until the uploader has been loaded. */
  controller?: UploadController;
  /** A recording that a reload or a dead battery has ended: its owner should know that it is not whole. */
  isInterrupted: boolean;
}

export interface Uploads {
  lines: Store<readonly Line[]>;
  abandoned: Store<readonly AbandonedRecording[]>;
  /** Begins to send a file and answers the key of its line. */
  send(request: Omit<UploadRequest, 'fileName' | 'file'> & { file: File }): string;
  /** Shows an upload that something else drives (the recorder). */
  show(controller: UploadController): void;
  /** Makes a film of what arrived of a recording; one of which nothing has arrived stays as it is. */
  finish(recording: AbandonedRecording): void;
  /** Goes on with what was begun on this device, here or before a reload. */
  goOnWith(policy: CustomerPolicy): void;
  /** Takes an upload that failed out of sight. */
  dismiss(key: string): void;
  uploader(): Promise<Uploader>;
  /** Milliseconds; the device's clock put right by the latest view of the policy. */
  serverNow(): number;
}

/** Ends that its owner wished for: there is nothing to tell. */
const LEFT = ['given-up', 'empty'];
const RETRY_LOADING_MILLIS = 3_000;

/** Holds the page's uploads; the uploader itself is loaded when it is needed, however long the line takes. */
export function createUploads(options: {
  load: () => Promise<Uploader>;
  /** Something arrived or ended: the policy's view has changed. */
  onChanged: () => void;
}): Uploads {
  const lines = createStore<readonly Line[]>([]);
  const abandoned = createStore<readonly AbandonedRecording[]>([]);
  let loading: Promise<Uploader> | undefined;
  let seen: string | undefined;
  let count = 0;
  let serverIsAhead = 0;

  const uploader = (): Promise<Uploader> => {
    loading ??= options.load().catch(async () => {
      // The line is gone just now: the page waits with whoever needs it.
      await new Promise((resolve) => setTimeout(resolve, RETRY_LOADING_MILLIS));
      loading = undefined;
      return uploader();
    });
    return loading;
  };

  const change = (key: string, next: Partial<Line>) =>
    lines.set(lines.get().map((line) => (line.key === key ? { ...line, ...next } : line)));

  const watch = (key: string, controller: UploadController) => {
    change(key, { state: controller.state(), controller });
    controller.subscribe((state) => {
      const { code = '', kind } = state.problem ?? {};
      if (state.phase === 'failed' && (LEFT.includes(code) || kind === 'nothing-arrived')) {
        dismiss(key);
        return options.onChanged();
      }
      const before = lines.get().find((line) => line.key === key)?.state.phase;
      change(key, { state });
      if (before !== state.phase && (state.phase === 'done' || state.phase === 'failed')) options.onChanged();
    });
  };

  const add = (state: UploadState, isInterrupted = false): string => {
    count += 1;
    const key = `upload-${count}`;
    lines.set([...lines.get(), { key, state, isInterrupted }]);
    return key;
  };

  const dismiss = (key: string) => lines.set(lines.get().filter((line) => line.key !== key));

  const show = (controller: UploadController): void => {
    if (lines.get().some((line) => line.controller === controller)) return;
    watch(add(controller.state()), controller);
  };

  /** Whether another phone is filming shows only when it is looked at again and again. */
  const lookAgain = async (): Promise<void> => {
    const read = await Promise.all(abandoned.get().map((recording) => recording.refresh()));
    const latest = (recording: AbandonedRecording) =>
      read.find(({ uploadId }) => uploadId === recording.uploadId) ?? recording;
    abandoned.set(abandoned.get().map(latest));
  };

  return {
    lines,
    abandoned,
    uploader,
    serverNow: () => Date.now() + serverIsAhead,
    send({ file, ...request }) {
      rememberSending();
      const fileName = file.name || 'film';
      const key = add({
        purpose: request.purpose,
        fileName,
        phase: 'preparing',
        sentBytes: 0,
        totalBytes: file.size,
      });
      void uploader().then((ready) => watch(key, ready.startUpload({ file, fileName, ...request })));
      return key;
    },
    dismiss,
    show,
    finish(recording) {
      abandoned.set(abandoned.get().filter(({ uploadId }) => uploadId !== recording.uploadId));
      const controller = recording.finishWithWhatArrived();
      controller.subscribe(({ phase, problem }) => {
        if (phase === 'failed' && problem?.kind === 'nothing-arrived')
          abandoned.set([...abandoned.get(), { ...recording, receivedBytes: 0 }]);
      });
      show(controller);
    },
    goOnWith(policy) {
      serverIsAhead = Date.parse(policy.serverTime) - Date.now();
      const open = policy.uploads.filter(({ status }) => status === 'open' || status === 'completing');
      const mark = open.map(({ uploadId, status }) => `${uploadId} ${status}`).join();
      if (mark === seen) return void (abandoned.get().length > 0 && lookAgain());
      // The first time the device is asked too: it may keep a file that the server knows nothing of.
      const mayHoldLeftovers = seen === undefined && hasSentFromHere();
      seen = mark;
      const known = new Set(lines.get().map(({ state }) => state.uploadId));
      if (!mayHoldLeftovers && open.every(({ uploadId }) => known.has(uploadId))) {
        abandoned.set([]);
        return;
      }
      void uploader()
        .then((ready) => ready.resumeUploads(policy.uploads))
        .then(({ controllers, abandonedRecordings }) => {
          for (const controller of controllers) {
            const { uploadId } = controller.state();
            if (uploadId !== undefined && lines.get().some(({ state }) => state.uploadId === uploadId))
              continue;
            const isRecording = open.find((each) => each.uploadId === uploadId)?.recordingCode !== undefined;
            watch(add(controller.state(), isRecording), controller);
          }
          abandoned.set(abandonedRecordings);
        });
    },
  };
}

const MARK = 'has-sent-files';

/** Whether something was ever sent from this device: if not, the uploader need not be loaded to look for leftovers. */
function hasSentFromHere(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return false;
  }
}

function rememberSending(): void {
  try {
    localStorage.setItem(MARK, 'yes');
  } catch {
    // What keeps no mark keeps no file either.
  }
}
