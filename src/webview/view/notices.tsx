import type { ComponentChildren } from 'preact';
import type { PanelState } from '../../protocol/panel.ts';
import { asSentence } from '../model/runText.ts';
import { useActions } from './actions.ts';
import { Button } from './controls.tsx';
import { Icon, type IconName } from './icons.tsx';
import { useOnline } from './useOnline.ts';

export function Notice(props: {
  readonly tone: 'info' | 'warning' | 'error';
  readonly testId?: string;
  readonly title?: string;
  readonly buttons?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  const icon: IconName = props.tone === 'info' ? 'info' : 'warning';
  return (
    <div class={`notice ${props.tone}`} data-testid={props.testId}>
      <Icon name={icon} />
      <div class="notice-body">
        {props.title && <strong>{props.title}</strong>}
        {props.children && <p>{props.children}</p>}
        {props.buttons && <div class="buttons">{props.buttons}</div>}
      </div>
    </div>
  );
}

/** What could not be read, which may be tried again. */
export function FailureNotice(props: {
  readonly testId: string;
  readonly title: string;
  readonly message: string;
  readonly onAgain: () => void;
}) {
  const { post } = useActions();
  const { testId, title, message, onAgain } = props;
  const buttons = (
    <>
      <Button testId="read-again" onPress={onAgain}>
        Try Again
      </Button>
      <Button testId="show-log" onPress={() => post({ type: 'showLog' })}>
        Show Log
      </Button>
    </>
  );
  return (
    <Notice tone="error" testId={testId} title={title} buttons={buttons}>
      {asSentence(message)}
    </Notice>
  );
}

/** What stands between the user and a run, each with what to do about it. */
export function Notices(props: { readonly panel: PanelState }) {
  const { post } = useActions();
  const online = useOnline();
  const { workspace, model } = props.panel;
  if (workspace === 'none') {
    return (
      <Notice
        tone="info"
        testId="no-workspace"
        title="No folder is open"
        buttons={
          <Button kind="primary" testId="open-folder" onPress={() => post({ type: 'openFolder' })}>
            Open Folder
          </Button>
        }
      >
        Tiercel works on the folder that is open in this window.
      </Notice>
    );
  }
  if (workspace === 'untrusted') {
    return (
      <Notice
        tone="warning"
        testId="untrusted"
        title="This workspace is not trusted"
        buttons={
          <Button kind="primary" testId="manage-trust" onPress={() => post({ type: 'manageTrust' })}>
            Manage Workspace Trust
          </Button>
        }
      >
        Nothing is run and nothing is sent until you trust it.
      </Notice>
    );
  }
  return (
    <>
      {model.type === 'missing' && (
        <Notice
          tone="warning"
          testId="model-missing"
          title="No model can be called"
          buttons={
            <>
              <Button kind="primary" testId="set-api-key" onPress={() => post({ type: 'setApiKey' })}>
                Set API Key
              </Button>
              <Button onPress={() => post({ type: 'openSettings', query: 'tiercel.tiers' })}>
                Open Settings
              </Button>
            </>
          }
        >
          {model.what} Fixes that come from the language server work without a model.
        </Notice>
      )}
      {!online && model.type === 'ready' && (
        <Notice tone="warning" testId="offline" title="This machine is offline">
          Fixes by language servers and models on this machine work all the same. A run that finds no endpoint
          keeps what it has done.
        </Notice>
      )}
      {model.type === 'ready' && model.scripted && (
        <Notice tone="info" testId="scripted-note">
          The model behind this window is scripted: its answers were written beforehand.
        </Notice>
      )}
      {workspace === 'empty' && (
        <Notice tone="info" testId="empty-workspace" title="This folder is empty">
          There is nothing to work on yet. Add a file, and Tiercel can take it from there.
        </Notice>
      )}
    </>
  );
}
