import { sampleScript } from './sampleScript.ts';
import type { Script, ScriptCall, ScriptReply } from './script.ts';

/** A model that also knows what the light bulb offers on some lines of the sample workspace. */
export const rewritesScript: Script = (call) => {
  const known = call.role === 'work' ? rewrites.find(({ title }) => call.text.includes(title)) : undefined;
  return known ? step(known.patches, call) : sampleScript(call);
};

/** Its patches one after the other, then that it is done. The smallest tier has one step. */
function step(patches: readonly string[], call: ScriptCall): ScriptReply {
  const patch = patches[call.nth];
  if (patch !== undefined) return { output: [{ type: 'patch', patch }] };
  return { output: [{ type: 'tool', name: 'finish', arguments: { summary: 'Done as asked.' } }] };
}

/** The first answer is wrong: it calls what is not there. */
const extracted = [
  `*** Begin Patch
*** Update File: src/money.ts
@@
   const sign = amount < 0 ? '-' : '';
-  const cents = Math.abs(amount);
-  const rest = String(cents % 100).padStart(2, '0');
-  return \`\${sign}\${Math.floor(cents / 100)}.\${rest} EUR\`;
+  return \`\${sign}\${digitOf(Math.abs(amount))} EUR\`;
 }
+
+/** With two decimals, for amounts that are not negative. */
+function digitsOf(cents: Cents): string {
+  const rest = String(cents % 100).padStart(2, '0');
+  return \`\${Math.floor(cents / 100)}.\${rest}\`;
+}
*** End Patch
`,
  `*** Begin Patch
*** Update File: src/money.ts
@@
-  return \`\${sign}\${digitOf(Math.abs(amount))} EUR\`;
+  return \`\${sign}\${digitsOf(Math.abs(amount))} EUR\`;
*** End Patch
`,
];

const rewrites: readonly { readonly title: string; readonly patches: readonly string[] }[] = [
  {
    title: 'Write doc comments: src/discount.ts',
    patches: [
      `*** Begin Patch
*** Update File: src/discount.ts
@@
+/** The percentage that an amount gets off: 0 below the first step. */
 export function discountPercent(amount: Cents): number {
*** End Patch
`,
    ],
  },
  {
    title: 'Rename with meaning: src/tax.ts',
    patches: [
      `*** Begin Patch
*** Update File: src/tax.ts
@@
-export function taxOn(amount: Cents, customer: Customer): Cents {
+export function valueAddedTax(amount: Cents, customer: Customer): Cents {
*** Update File: src/invoice.ts
@@
-import { taxOn } from './tax.js';
+import { valueAddedTax } from './tax.js';
@@
-  const tax = taxOn(net, customer);
+  const tax = valueAddedTax(net, customer);
*** End Patch
`,
    ],
  },
  { title: 'Extract: src/money.ts', patches: extracted },
  {
    title: 'Add tests: src/money.ts',
    patches: [
      `*** Begin Patch
*** Add File: test/money.test.ts
+import assert from 'node:assert/strict';
+import { test } from 'node:test';
+import { roundCents } from '../src/money.js';
+
+test('half a cent is rounded up', () => {
+  assert.deepEqual([0.4, 0.5, 1.5, -0.5].map(roundCents), [0, 1, 2, 0]);
+});
*** End Patch
`,
    ],
  },
  {
    title: 'Simplify: src/tax.ts',
    patches: [
      `*** Begin Patch
*** Update File: src/tax.ts
@@
-  const isBusiness = customer.taxNumber !== '';
   // A business in another country of the union pays the tax there itself.
-  if (isBusiness && customer.country !== homeCountry) return 0;
+  if (customer.taxNumber !== '' && customer.country !== homeCountry) return 0;
*** End Patch
`,
    ],
  },
];
