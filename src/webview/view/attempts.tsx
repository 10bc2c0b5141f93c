import type { AttemptView } from '../../protocol/panel.ts';
import { attemptWord, reasonText } from '../model/runText.ts';
import { TierChip } from './controls.tsx';
import { Elapsed } from './elapsed.tsx';
import { RichLine } from './pieces.tsx';

/** The trace of a task: attempt after attempt why this tier, what it did, what its check found. */
export function Attempts(props: { readonly attempts: readonly AttemptView[] }) {
  if (props.attempts.length === 0) return null;
  return (
    <ol class="attempts" aria-label="Attempts">
      {props.attempts.map((attempt, index) => (
        <li key={index} data-testid="attempt" data-outcome={attempt.outcome}>
          <p>
            <TierChip tier={attempt.tier} /> {attemptWord(attempt.outcome)}{' '}
            {attempt.startedAt !== undefined &&
              (attempt.outcome === 'running' || attempt.endedAt !== undefined) && (
                <span class="muted">
                  <Elapsed from={attempt.startedAt} to={attempt.endedAt} />
                </span>
              )}
          </p>
          {attempt.reason && <p class="muted">{reasonText(attempt.reason)}</p>}
          {attempt.steps.length > 0 && (
            <ul class="steps" aria-label="Steps">
              {attempt.steps.map((step, place) => (
                <li key={place}>
                  <RichLine text={step} />
                </li>
              ))}
            </ul>
          )}
          {attempt.verdict ? (
            <>
              <p>{attempt.verdict.summary}</p>
              {attempt.verdict.problems.length > 0 && (
                <ul class="attempt-problems" aria-label="Problems">
                  {attempt.verdict.problems.map((problem, place) => (
                    <li key={place}>
                      <RichLine text={problem} />
                    </li>
                  ))}
                </ul>
              )}
            </>
          ) : (
            attempt.note && (
              <p class="muted">
                <RichLine text={attempt.note} />
              </p>
            )
          )}
        </li>
      ))}
    </ol>
  );
}
