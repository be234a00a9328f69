import type { ComponentChildren } from 'preact';
import { ErrorText } from '../../shared/field.tsx';
import { Button } from '../parts.tsx';
import { useReportTexts } from './report-texts.ts';
import type { Answer } from './use-answer.ts';

/** What was answered; before that, or instead of it, why there is nothing to see. */
export function AnswerState<Value>(props: {
  answer: Answer<Value>;
  children: (value: Value) => ComponentChildren;
}) {
  const { texts } = useReportTexts();
  const { value, isLoading, problem, again } = props.answer;
  if (problem)
    return (
      <div class="empty report-problem">
        <ErrorText>{problem === 'no-answer' ? texts.failed : problem.message}</ErrorText>
        {problem === 'no-answer' && <Button onClick={again}>{texts.tryAgain}</Button>}
      </div>
    );
  if (value === undefined)
    return (
      <p class="loading report-loading" role="status">
        {texts.loading}
      </p>
    );
  return (
    <div class={isLoading ? 'report-stale' : undefined} aria-busy={isLoading ? 'true' : undefined}>
      {props.children(value)}
    </div>
  );
}
