import './panel.css';
import { render } from 'preact';
import * as z from 'zod/mini';
import { type HostMessage, hostMessage, withDelta } from '../protocol/stateDelta.ts';
import { fromKept, openedRuns, type PageAction, reducePage, toKept } from './model/pageState.ts';
import { ActionsContext } from './view/actions.ts';
import { Panel } from './view/panel.tsx';
import { connectToHost } from './vscodeApi.ts';

// The page's content policy allows no code made from strings, which zod would otherwise try.
z.config({ jitless: true });

const host = connectToHost();
const root = document.createElement('div');
root.id = 'panel';
document.body.append(root);

let state = fromKept(host.load());

function dispatch(action: PageAction): void {
  state = reducePage(state, action);
  if (action.type !== 'panel') host.save(toKept(state));
  draw();
}

function draw(): void {
  render(
    <ActionsContext.Provider value={actions}>
      <Panel state={state} />
    </ActionsContext.Provider>,
    root,
  );
}

const actions = { post: host.post, dispatch };

// Each message builds on the one before, and of the states within one frame only the last one is drawn.
let scheduled = false;
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = hostMessage.safeParse(event.data);
  if (!message.success) {
    console.error('A message from the host was not understood.', message.error);
    return;
  }
  const action = actionOf(message.data);
  if (!action) {
    askForAll();
    return;
  }
  state = reducePage(state, action);
  if (action.type === 'submitted') host.save(toKept(state));
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    draw();
  });
});

/** What a message changes; undefined where it builds on something that this page has not got. */
function actionOf(message: HostMessage): PageAction | undefined {
  switch (message.type) {
    case 'state': {
      const panel = withDelta(state.panel, message.state);
      return panel && { type: 'panel', panel };
    }
    case 'cost':
    case 'costFailure':
    case 'submitted':
    case 'problems':
    case 'failure':
      return message;
  }
}

function askForAll(): void {
  host.post({ type: 'ready', open: openedRuns(state) });
}

draw();
askForAll();
