/** How the scripted model mends one root cause. */
export interface ScriptedFix {
  /** The diagnostics that it removes, by file and by the first line of the message. */
  readonly diagnostics: readonly { readonly path: string; readonly message: string }[];
  readonly category: string;
  readonly rootCause: string;
  readonly effort: 'none' | 'nano' | 'mini';
  readonly patch: string;
  /** What nano answers in place of the patch, first and later: wrong on purpose. */
  readonly wrongAtNano?: readonly [first: string, later: string];
  readonly summary: string;
}

/** How it mends one of the sample workspace's problems, with the compiler's code of each. */
export interface SampleFix extends ScriptedFix {
  readonly diagnostics: readonly { readonly path: string; readonly code: number; readonly message: string }[];
}

export const sampleFixes: readonly SampleFix[] = [
  {
    diagnostics: [{ path: 'src/invoice.ts', code: 2304, message: "Cannot find name 'roundCents'." }],
    category: 'missing import',
    rootCause: 'import roundCents from money.js',
    effort: 'none',
    patch: `*** Begin Patch
*** Update File: src/invoice.ts
@@
 import { discountOn } from './discount.js';
-import type { Cents } from './money.js';
+import { roundCents, type Cents } from './money.js';
 import type { Order, OrderLine } from './order.js';
*** End Patch
`,
    summary: 'Imported roundCents.',
  },
  {
    diagnostics: [{ path: 'src/render.ts', code: 2304, message: "Cannot find name 'formatMoney'." }],
    category: 'missing import',
    rootCause: 'import formatMoney from money.js',
    effort: 'none',
    patch: `*** Begin Patch
*** Update File: src/render.ts
@@
 import type { Invoice } from './invoice.js';
+import { formatMoney } from './money.js';
 
 const width = 48;
*** End Patch
`,
    summary: 'Imported formatMoney.',
  },
  {
    diagnostics: [
      {
        path: 'src/catalog.ts',
        code: 2551,
        message: "Property 'unitPrise' does not exist on type 'Product'. Did you mean 'unitPrice'?",
      },
    ],
    category: 'misspelt name',
    rootCause: 'unitPrice is misspelt',
    effort: 'nano',
    patch: `*** Begin Patch
*** Update File: src/catalog.ts
@@
   const product = findProduct(sku);
-  return product.unitPrise * quantity;
+  return product.unitPrice * quantity;
 }
*** End Patch
`,
    summary: 'Spelt unitPrice as the type has it.',
  },
  {
    diagnostics: [
      { path: 'src/orderCsv.ts', code: 2322, message: "Type 'string' is not assignable to type 'number'." },
    ],
    category: 'wrong type',
    rootCause: 'the quantity is read from text and not turned into a number',
    effort: 'nano',
    patch: `*** Begin Patch
*** Update File: src/orderCsv.ts
@@
     sku,
-    quantity: amount,
+    quantity: Number(amount),
   };
*** End Patch
`,
    summary: 'Turned the quantity into a number.',
  },
  {
    diagnostics: [
      {
        path: 'src/monthlyReport.ts',
        code: 2345,
        message: "Argument of type 'string' is not assignable to parameter of type 'Date'.",
      },
    ],
    category: 'wrong argument',
    rootCause: 'monthOf takes a date and is given text',
    effort: 'nano',
    patch: `*** Begin Patch
*** Update File: src/monthlyReport.ts
@@
   for (const invoice of invoices) {
-    const month = monthOf(invoice.issuedOn);
+    const month = monthOf(new Date(invoice.issuedOn));
     totals.set(month, (totals.get(month) ?? 0) + invoice.total);
*** End Patch
`,
    summary: 'Made a date of the text.',
  },
  {
    diagnostics: [
      {
        path: 'src/customer.ts',
        code: 2353,
        message:
          "Object literal may only specify known properties, and 'taxId' does not exist in type 'Customer'.",
      },
      { path: 'src/tax.ts', code: 2339, message: "Property 'taxNumber' does not exist on type 'Customer'." },
    ],
    category: 'missing member',
    rootCause: 'Customer has no member for the VAT number',
    effort: 'mini',
    patch: `*** Begin Patch
*** Update File: src/customer.ts
@@ export interface Customer {
   /** Two capital letters. */
   readonly country: string;
+  /** The number under which a business pays VAT; empty for others. */
+  readonly vatId: string;
 }
@@ export function customerFromRecord(record: CustomerRecord): Customer {
     country: record.country.toUpperCase(),
-    taxId: record.vat ?? '',
+    vatId: record.vat ?? '',
   };
*** Update File: src/tax.ts
@@
 export function taxPercent(customer: Customer): number {
-  const isBusiness = customer.taxNumber !== '';
+  const isBusiness = customer.vatId !== '';
*** End Patch
`,
    summary: 'Gave Customer a vatId and used it in both files.',
  },
  {
    diagnostics: [{ path: 'src/discount.ts', code: 18048, message: "'step' is possibly 'undefined'." }],
    category: 'possibly undefined',
    rootCause: 'an amount below all steps has no step',
    effort: 'nano',
    patch: `*** Begin Patch
*** Update File: src/discount.ts
@@
   const step = steps.findLast((each) => amount >= each.from);
-  return step.percent;
+  return step?.percent ?? 0;
 }
*** End Patch
`,
    wrongAtNano: [
      `*** Begin Patch
*** Update File: src/discount.ts
@@
   const step = steps.findLast((each) => amount >= each.from);
-  return step.percent;
+  return step?.percent;
 }
*** End Patch
`,
      `*** Begin Patch
*** Update File: src/discount.ts
@@
   const step = steps.findLast((each) => amount >= each.from);
-  return step.percent;
+  return step && step.percent;
 }
*** End Patch
`,
    ],
    summary: 'An amount below all steps now has no discount.',
  },
];
