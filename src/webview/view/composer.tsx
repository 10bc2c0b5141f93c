import type { PanelState } from '../../protocol/panel.ts';
import { canFixProblems, canRequest } from '../model/request.ts';
import { useActions } from './actions.ts';
import { Button } from './controls.tsx';

/** The box that a request is written in, and the button that needs no words. */
export function Composer(props: { readonly panel: PanelState; readonly draft: string }) {
  const { post, dispatch } = useActions();
  const request = canRequest(props.panel);
  const fix = canFixProblems(props.panel);
  const text = props.draft.trim();
  const send = () => {
    if (request.type !== 'ready' || text === '') return;
    post({ type: 'submit', text });
    dispatch({ type: 'draft', text: '' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends the choice of a word in an input method; that one is not ours.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        rows={2}
        data-testid="request-box"
        aria-label="Request"
        placeholder={request.type === 'ready' ? 'Describe a change, or ask about the code' : request.reason}
        title={request.type === 'ready' ? undefined : request.reason}
        disabled={request.type !== 'ready'}
        value={props.draft}
        onInput={(event) => dispatch({ type: 'draft', text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <div class="composer-buttons">
        <Button
          testId="fix-problems"
          label="Fix problems in workspace"
          title={
            fix.type === 'ready'
              ? 'Fix the problems that language servers report in the workspace'
              : fix.reason
          }
          disabled={fix.type !== 'ready'}
          onPress={() => post({ type: 'fixProblems' })}
        >
          Fix problems<span class="with-room"> in workspace</span>
        </Button>
        <Button
          kind="primary"
          testId="request-send"
          title={request.type === 'ready' ? 'Send (Enter)' : request.reason}
          disabled={request.type !== 'ready' || text === ''}
          onPress={send}
        >
          Send
        </Button>
      </div>
    </form>
  );
}
