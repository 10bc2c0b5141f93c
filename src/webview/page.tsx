import './panel.css';
import { render } from 'preact';
import * as z from 'zod/mini';
import { hostMessage, withDelta } from '../protocol/stateDelta.ts';
import { fromKept, type PageAction, reducePage, toKept } from './model/pageState.ts';
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
  const panel = withDelta(state.panel, message.data.state);
  if (!panel) {
    host.post({ type: 'ready' });
    return;
  }
  state = reducePage(state, { type: 'panel', panel });
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    draw();
  });
});

draw();
host.post({ type: 'ready' });
