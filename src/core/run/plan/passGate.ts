import { mentionedIn } from '../../context/pack/mentioned.ts';
import { overview } from '../../context/pack/projectOverview.ts';
import { type GateAnswer, gateAnswer, gateRequest } from '../../request/gate.ts';
import { ask, type Session, type Stop } from '../session/session.ts';
import { imagesOfJob, withImageNote } from '../task/images.ts';

/** The gate's decision; made once, then read from the state. */
export async function passGate(session: Session, request: string): Promise<GateAnswer | Stop> {
  const known = session.state().gate;
  if (known) return { route: known.route, kind: known.kind, files: [...known.files] };
  const { job } = session.state();
  if (job.type === 'request' && job.gate) {
    await session.emit({ type: 'gate-end', ...job.gate });
    return { ...job.gate, files: [...job.gate.files] };
  }
  await session.emit({ type: 'step', text: 'Sorting the request' });
  const { workspace } = session.deps;
  const around = await overview(workspace, request, { signal: session.signal, budgetTokens: 1_500 });
  const worded = withImageNote(request, imagesOfJob(session.state()).length, 'gate');
  const answer = await ask(session, gateRequest(session.state().run, worded, around), {
    name: 'gate',
    schema: gateAnswer,
  });
  if (answer.type === 'stop') return answer;
  // A gate that can't be read costs only the shortcut: planning handles every request.
  const gate =
    answer.type === 'answer' ? answer.value : { route: 'plan' as const, kind: 'edit' as const, files: [] };
  const all = new Set(await workspace.list(session.signal));
  const { files: mentioned } = await mentionedIn(request, workspace, session.signal);
  const files = [...new Set([...mentioned, ...gate.files.filter((file) => all.has(file))])];
  const route = gate.route === 'single_edit' && files.length === 0 ? ('plan' as const) : gate.route;
  await session.emit({ type: 'gate-end', route, kind: gate.kind, files });
  return { route, kind: gate.kind, files };
}
