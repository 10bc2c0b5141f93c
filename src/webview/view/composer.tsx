import { useState } from 'preact/hooks';
import type { PanelState } from '../../protocol/panel.ts';
import { pickImages, readBase64 } from '../model/attachments.ts';
import type { PageState } from '../model/pageState.ts';
import { canFixProblems, canRequest } from '../model/request.ts';
import { useActions } from './actions.ts';
import { Attachments } from './attachments.tsx';
import { Button } from './controls.tsx';

/**
 * The box that a request is written in, and the button that needs no words. What was sent stays until a run has begun: the
 * user may be asked something first, and let it be.
 */
export function Composer(props: {
  readonly panel: PanelState;
  readonly state: Pick<PageState, 'draft' | 'images' | 'isSending'>;
}) {
  const { post, dispatch } = useActions();
  const request = canRequest(props.panel);
  const fix = canFixProblems(props.panel);
  const { draft, images, isSending } = props.state;
  const text = draft.trim();
  const [problem, setProblem] = useState<string | undefined>();
  const add = async (data: DataTransfer | null) => {
    // What is under way is not changed any more, as its text is not.
    if (isSending) return;
    const picked = pickImages([...(data?.files ?? [])], images.length);
    setProblem(picked.problem);
    try {
      const added = await Promise.all(
        picked.files.map(async (file) => ({
          name: file.name,
          type: file.type,
          data: await readBase64(file),
        })),
      );
      dispatch({ type: 'addImages', images: added });
    } catch {
      // Such as a folder that was dropped, or a file that is gone.
      setProblem('The image could not be read.');
    }
  };
  const send = () => {
    if (request.type !== 'ready' || text === '' || isSending) return;
    const sent = images.map(({ name, data }) => ({ name, data }));
    post({ type: 'submit', text, ...(sent.length > 0 && { images: sent }) });
    setProblem(undefined);
    dispatch({ type: 'send' });
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
      aria-busy={isSending}
      onPaste={(event) => {
        if (!event.clipboardData?.files.length || request.type !== 'ready') return;
        event.preventDefault();
        void add(event.clipboardData);
      }}
      onDragOver={(event) => {
        if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
      }}
      onDrop={(event) => {
        if (!event.dataTransfer?.files.length || request.type !== 'ready') return;
        event.preventDefault();
        void add(event.dataTransfer);
      }}
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
        readOnly={isSending}
        value={draft}
        onInput={(event) => dispatch({ type: 'draft', text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      {images.length > 0 && (
        <Attachments
          images={images}
          onRemove={isSending ? undefined : (id) => dispatch({ type: 'removeImage', id })}
        />
      )}
      {problem !== undefined && (
        <p class="attachment-problem" role="status" data-testid="attachment-problem">
          {problem}
        </p>
      )}
      <div class="composer-buttons">
        <Button
          testId="fix-problems"
          label="Fix Problems in Workspace"
          title={
            fix.type === 'ready'
              ? 'Fix the problems that language servers report in the workspace'
              : fix.reason
          }
          disabled={fix.type !== 'ready'}
          onPress={() => post({ type: 'fixProblems' })}
        >
          <span>
            Fix Problems<span class="with-room"> in Workspace</span>
          </span>
        </Button>
        <Button
          kind="primary"
          testId="request-send"
          title={request.type === 'ready' ? 'Send (Enter)' : request.reason}
          disabled={request.type !== 'ready' || text === '' || isSending}
          onPress={send}
        >
          Send
        </Button>
      </div>
    </form>
  );
}
