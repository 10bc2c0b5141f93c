import type { ScriptedFix } from './sampleFixes.ts';

/** Files in other languages that tests put beside the sample's, each with one problem at most. */
export const otherFiles: Readonly<Record<string, string>> = {
  'pages/total.css': '.total {\n  color red;\n}\n',
  'tools/order.py': 'class Order:\n    def __init__(self) -> None:\n        self.gross = 1\n',
  'tools/report.py':
    'from order import Order\n\n\ndef report(order: Order) -> int:\n    return order.total\n',
};

/** How they are mended. */
export const otherFixes: readonly ScriptedFix[] = [
  {
    diagnostics: [{ path: 'pages/total.css', message: 'colon expected' }],
    category: 'syntax',
    rootCause: 'put a colon behind color',
    effort: 'nano',
    patch:
      '*** Begin Patch\n*** Update File: pages/total.css\n@@\n .total {\n-  color red;\n+  color: red;\n }\n*** End Patch\n',
    summary: 'Put the colon there.',
  },
  {
    diagnostics: [{ path: 'tools/report.py', message: 'Cannot access attribute "total" for class "Order"' }],
    category: 'renamed attribute',
    rootCause: 'total is called gross',
    effort: 'nano',
    patch:
      '*** Begin Patch\n*** Update File: tools/report.py\n@@\n def report(order: Order) -> int:\n-    return order.total\n+    return order.gross\n*** End Patch\n',
    summary: 'Used the new name.',
  },
];
