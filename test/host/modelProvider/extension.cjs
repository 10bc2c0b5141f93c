// Offers a tool that says what it is given, a command that hands work to Tiercel's tool as another agent does, and a
// model that says what it was sent, calls the first tool it is given, and refuses the word "blocked".
const vscode = require('vscode');

const echo = {
  id: 'echo-1',
  name: 'Echo',
  family: 'echo',
  version: '1',
  maxInputTokens: 10_000,
  maxOutputTokens: 1_000,
  capabilities: { toolCalling: true, imageInput: true },
};

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('scripted.delegate', async () => {
      const input = { file: 'src/catalog.ts', budgetUsd: 0.1 };
      const call = vscode.lm.invokeTool('tiercel_fix_problems', { input, toolInvocationToken: undefined });
      const told = await call.then(textOf, String);
      await vscode.window.showInformationMessage(`Scripted agent was told: ${told}`);
    }),
  );
  context.subscriptions.push(
    vscode.lm.registerTool('test_echo', {
      invoke({ input }) {
        if (input.fail) throw new Error('it failed');
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(input))]);
      },
    }),
  );
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('scripted', {
      provideLanguageModelChatInformation: () => [echo],
      provideTokenCount: async (_model, text) => textOf(text).length,
      async provideLanguageModelChatResponse(_model, messages, options, progress, token) {
        const text = messages.map(textOf).join('|');
        if (text.includes('blocked')) throw vscode.LanguageModelError.Blocked('no more requests');
        if (text.includes('wait')) {
          progress.report(new vscode.LanguageModelTextPart('waiting'));
          await new Promise((resolve) => token.onCancellationRequested(resolve));
          return;
        }
        progress.report(new vscode.LanguageModelTextPart(text));
        const [tool] = options.tools ?? [];
        if (tool) progress.report(new vscode.LanguageModelToolCallPart('call-1', tool.name, { path: 'a.ts' }));
      },
    }),
  );
  // The chat knows of a model once somebody has asked for it.
  void vscode.lm.selectChatModels({ vendor: 'scripted' });
};

function textOf(message) {
  if (typeof message === 'string') return message;
  return message.content
    .map((part) => {
      if (part instanceof vscode.LanguageModelTextPart) return part.value;
      if (part instanceof vscode.LanguageModelDataPart) return `${part.mimeType} ${part.data.length}`;
      if (part instanceof vscode.LanguageModelToolResultPart) return `result ${part.callId}`;
      return part instanceof vscode.LanguageModelToolCallPart ? `call ${part.name}` : '';
    })
    .join(' ');
}
