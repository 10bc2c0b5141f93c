/** One task of the plan that the scripted planner makes, with the patch that its worker answers. */
export interface SampleTask {
  readonly id: string;
  readonly kind: 'debug' | 'test' | 'simple_edit';
  readonly title: string;
  readonly instructions: string;
  readonly files: readonly string[];
  readonly dependsOn: readonly string[];
  readonly acceptance: string;
  readonly patch: string;
  readonly summary: string;
}

/** A request that the scripted model knows, in the words that tests and demonstrations use. */
export const sampleRequest =
  'The invoice test fails: the discount is applied after rounding. Fix it and add a test for it.';

export const samplePlanSummary =
  'Compute the discount before the tax, show it so on the printed invoice, and hold it with a test.';

/** Two tasks side by side, and one that waits for the first. */
export const sampleTasks: readonly SampleTask[] = [
  {
    id: 'discount-first',
    kind: 'debug',
    title: 'Take the discount off before the tax is computed',
    instructions:
      'In buildInvoice of src/invoice.ts the tax is computed and rounded on the full net sum, and the discount is taken off the sum with tax. Compute the discount on the net sum, and the tax on what is left.',
    files: ['src/invoice.ts'],
    dependsOn: [],
    acceptance: 'The test "the discount is taken off before the tax is computed" passes.',
    patch: `*** Begin Patch
*** Update File: src/invoice.ts
@@ export function buildInvoice(order: Order): Invoice {
   const net = lines.reduce((sum, line) => sum + line.amount, 0);
-  const tax = taxOn(net, customer);
-  const discount = discountOn(net + tax);
+  const discount = discountOn(net);
+  const tax = taxOn(net - discount, customer);
   return {
*** End Patch
`,
    summary: 'The discount is now taken off first and the tax computed on what is left.',
  },
  {
    id: 'discount-row',
    kind: 'simple_edit',
    title: 'Print the discount above the tax',
    instructions:
      'In renderInvoice of src/render.ts put the row of the discount before the row of the VAT, in the order in which they are computed.',
    files: ['src/render.ts'],
    dependsOn: [],
    acceptance: 'The printed invoice shows Net, Discount, VAT, Total in this order.',
    patch: `*** Begin Patch
*** Update File: src/render.ts
@@
     row('Net', net),
+    row('Discount', -discount),
     row('VAT', tax),
-    row('Discount', -discount),
     row('Total', total),
*** End Patch
`,
    summary: 'The discount is printed above the tax.',
  },
  {
    id: 'discount-test',
    kind: 'test',
    title: 'Hold the order of discount and tax with a test',
    instructions:
      'Add a test to test/invoice.test.ts: an order of 60 ring folders for the library has a net sum of 159.30, a discount of 4.78 and a tax of 29.36, which is computed on the discounted sum.',
    files: ['test/invoice.test.ts'],
    dependsOn: ['discount-first'],
    acceptance: 'The new test fails when the tax is computed on the full net sum.',
    patch: `*** Begin Patch
*** Update File: test/invoice.test.ts
@@
 test('a business abroad pays no tax here', () => {
   const { tax, total } = invoice('dupont', { sku: 'pen-blue', quantity: 12 });
   assert.deepEqual([tax, total], [0, 1428]);
 });
 
+test('the tax is computed on what the discount leaves', () => {
+  const { net, discount, tax } = invoice('library', { sku: 'folder', quantity: 60 });
+  assert.deepEqual([net, discount, tax], [15930, 478, 2936]);
+});
+
 test('the printed invoice shows lines and sums', () => {
*** End Patch
`,
    summary: 'Added a test with an order that has a discount.',
  },
];

/** A question that the scripted model knows. */
export const sampleQuestion = 'Where is the tax computed?';

export const sampleAnswer =
  'In `taxOn` (src/tax.ts:18): it takes the percentage that `taxPercent` (src/tax.ts:10) finds for the customer and rounds to whole cents. `buildInvoice` in src/invoice.ts calls it for each invoice.';
