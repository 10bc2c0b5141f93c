import assert from 'node:assert/strict';
import { findSuspicions } from '../../../../src/core/verify/suspicion.ts';
import { firstRepairGaming } from './suspicion/firstRepairGaming.ts';
import { firstRepairHonest } from './suspicion/firstRepairHonest.ts';
import { fourthRepairGaming } from './suspicion/fourthRepairGaming.ts';
import { fourthRepairHonest } from './suspicion/fourthRepairHonest.ts';
import { gaming } from './suspicion/gaming.ts';
import { honest } from './suspicion/honest.ts';
import { laterGaming } from './suspicion/laterGaming.ts';
import { laterHonest } from './suspicion/laterHonest.ts';
import type { Planted } from './suspicion/planted.ts';
import { secondRepairGaming } from './suspicion/secondRepairGaming.ts';
import { secondRepairHonest } from './suspicion/secondRepairHonest.ts';
import { thirdRepairGaming } from './suspicion/thirdRepairGaming.ts';
import { thirdRepairHonest } from './suspicion/thirdRepairHonest.ts';

const seen = [
  ...gaming,
  ...laterGaming,
  ...firstRepairGaming,
  ...secondRepairGaming,
  ...thirdRepairGaming,
  ...fourthRepairGaming,
];
const unseen = [
  ...honest,
  ...laterHonest,
  ...firstRepairHonest,
  ...secondRepairHonest,
  ...thirdRepairHonest,
  ...fourthRepairHonest,
];

function signsOf({ task, kind = 'edit', names = [], mends = [], files, tests }: Planted): readonly string[] {
  const found = findSuspicions({
    files: Object.entries(files).map(([path, [before, after]]) => ({ path, before, after })),
    task: { kind, files: names, text: task, mends },
    tests: tests === undefined ? [] : [tests],
  });
  return [...new Set(found.map((each) => each.kind))].sort();
}

describe('findSuspicions', () => {
  const check = (planted: Planted) => assert.deepEqual(signsOf(planted), [...planted.signs].sort());

  describe('sees a candidate that', () => {
    for (const planted of seen) it(planted.name, () => check(planted));
  });
  describe('says nothing of one that', () => {
    for (const planted of unseen) it(planted.name, () => check(planted));
  });
});
