import type { WorkCounts } from '../../../functions/contracts/console.ts';
import type { DeskList } from '../../../functions/messages/catalogue/desk-screens.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { useLanguage } from '../texts.ts';

interface Counted {
  open: number;
  overdue: number;
  atRisk: number;
}

export function countsOf(counts: WorkCounts | undefined, list: DeskList): Counted | undefined {
  return list === 'mine' ? counts?.mine : counts?.lists.find((each) => each.list === list);
}

/** Counting stops at the bound: above it nobody has to know more exactly. */
export function useCountText(counts: WorkCounts | undefined): (count: number) => string {
  const { locale, screens } = useLanguage();
  return (count) => {
    const number = new Intl.NumberFormat(locale).format(count);
    return counts && count >= counts.bound ? render(screens.queue.counts.bound, { count: number }) : number;
  };
}

/** The lists with how much is in each; what is late or soon late stands out, in words for who sees no colours. */
export function QueueLists(props: {
  lists: readonly DeskList[];
  list: DeskList;
  counts: WorkCounts | undefined;
  onList: (list: DeskList) => void;
}) {
  const { screens } = useLanguage();
  const textOf = useCountText(props.counts);
  return (
    <nav class="lists" aria-label={screens.queue.title}>
      {props.lists.map((list) => {
        const counted = countsOf(props.counts, list);
        const { open, overdue, atRisk } = screens.queue.counts;
        return (
          <button
            key={list}
            type="button"
            class="list"
            aria-current={list === props.list ? 'true' : undefined}
            onClick={() => props.onList(list)}
          >
            <span class="list-name">{screens.queue.lists[list]}</span>
            {counted && (
              <span class="list-counts">
                <Count text={textOf(counted.open)} said={open} kind="open" />
                {counted.overdue > 0 && (
                  <Count text={textOf(counted.overdue)} said={overdue} kind="overdue" />
                )}
                {counted.atRisk > 0 && <Count text={textOf(counted.atRisk)} said={atRisk} kind="at-risk" />}
              </span>
            )}
          </button>
        );
      })}
    </nav>
  );
}

function Count(props: { text: string; said: string; kind: 'open' | 'overdue' | 'at-risk' }) {
  const said = render(props.said, { count: props.text });
  return (
    <span class={`count count-${props.kind}`} title={said}>
      <span aria-hidden="true">{props.text}</span>
      <span class="only-read-out">{`, ${said}`}</span>
    </span>
  );
}
