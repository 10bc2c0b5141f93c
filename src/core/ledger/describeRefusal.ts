import { counted } from '../../base/counted.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import type { BudgetRefusal } from '../model/modelClient.ts';

/** For the user: which limit a call would have passed, by how much, and what can be done. */
export function describeRefusal(refusal: BudgetRefusal): string {
  const choices = 'It was not sent. Raise the limit and resume, or keep what is there.';
  switch (refusal.budget) {
    case 'calls':
      return `A run may make ${counted(refusal.limit, 'call')}, and this one has made as many. The next one was not sent. Raise the limit and resume, or keep what is there.`;
    case 'tokens':
      return `A run may take ${counted(refusal.limit, 'token')}; ${count(refusal.used)} are used or set aside, and the next call could take up to ${count(refusal.needed)}. ${choices}`;
    case 'minutes':
      return `A run may go on for ${counted(refusal.limit, 'minute')}, and that time is over. Resume to go on for as long again, or keep what is there.`;
    default:
      if (refusal.setUsd !== undefined)
        return `This run was started to cost at most ${formatUsd(refusal.limitUsd)}; ${formatUsd(refusal.spentUsd)} is spent or set aside, and the next call could cost up to ${formatUsd(refusal.neededUsd)}. It was not sent. Resume to go on within the budget that is set for a run (${formatUsd(refusal.setUsd)}), or keep what is there.`;
      return `The budget for ${names[refusal.budget]} is ${formatUsd(refusal.limitUsd)}; ${formatUsd(refusal.spentUsd)} is spent or set aside, and the next call could cost up to ${formatUsd(refusal.neededUsd)}. It was not sent. Raise the budget and resume, or keep what is there.`;
  }
}

const names = {
  run: 'this run',
  day: 'today',
  month: 'this month',
  tier: 'this tier today',
  workspace: 'this workspace this month',
} as const;

function count(n: number): string {
  return n.toLocaleString('en-US');
}
