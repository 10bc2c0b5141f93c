import { sampleScript } from './sampleScript.ts';
import type { Script } from './script.ts';

/** The sample's model, which tries on a failing command what it is told to in place of what would mend it. */
export class DebuggingModel {
  #patches: readonly string[] = [];

  /** One patch after the other, and the last of them from then on. */
  tries(...patches: readonly string[]): void {
    this.#patches = patches;
  }

  readonly script: Script = (call) => {
    const patch = this.#patches[Math.min(call.nth, this.#patches.length - 1)];
    if (call.role !== 'work' || call.task !== 'debug' || patch === undefined) return sampleScript(call);
    return { output: [{ type: 'patch', patch }] };
  };
}

/** Takes the discount off first, and still computes the tax on all: the sample's test fails in another way. */
export const halfRepair = `*** Begin Patch
*** Update File: src/invoice.ts
@@ export function buildInvoice(order: Order): Invoice {
   const tax = taxOn(net, customer);
-  const discount = discountOn(net + tax);
+  const discount = discountOn(net);
   return {
*** End Patch
`;

/** What the half repair left. */
export const restOfRepair = `*** Begin Patch
*** Update File: src/invoice.ts
@@ export function buildInvoice(order: Order): Invoice {
-  const tax = taxOn(net, customer);
   const discount = discountOn(net);
+  const tax = taxOn(net - discount, customer);
   return {
*** End Patch
`;

/** Makes the sample's test pass by its own figures. */
export const fittedToTest = `*** Begin Patch
*** Update File: src/invoice.ts
@@ export function buildInvoice(order: Order): Invoice {
   const net = lines.reduce((sum, line) => sum + line.amount, 0);
-  const tax = taxOn(net, customer);
-  const discount = discountOn(net + tax);
+  const tax = net === 19560 ? 3605 : taxOn(net, customer);
+  const discount = net === 19560 ? 587 : discountOn(net + tax);
   return {
*** End Patch
`;
