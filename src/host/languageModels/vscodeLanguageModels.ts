import * as vscode from 'vscode';
import { tokenOf, withToken } from '../cancellation.ts';
import {
  type AnswerPart,
  type LanguageModel,
  LanguageModelRefusal,
  type LanguageModels,
  type Message,
  type MessagePart,
  type Tool,
} from './languageModel.ts';

const justification =
  'Tiercel plans, edits and reviews code in your workspace with this model, because you chose it for one of its tiers.';

/** The models that VS Code offers to extensions. */
export const vscodeLanguageModels: LanguageModels = {
  async find(name) {
    const slash = name.indexOf('/');
    const vendor = slash < 0 ? {} : { vendor: name.slice(0, slash) };
    const rest = name.slice(slash + 1);
    for (const selector of [{ ...vendor, family: rest }, { ...vendor, id: rest }, { id: name }]) {
      const [model] = await vscode.lm.selectChatModels(selector);
      if (model) return languageModel(model);
    }
    return undefined;
  },
};

function languageModel(model: vscode.LanguageModelChat): LanguageModel {
  return {
    maxInputTokens: model.maxInputTokens,
    count: (text, signal) => withToken(signal, (token) => model.countTokens(text, token)),
    async *send(messages, { tools, mustCall, signal }) {
      const { token, cancel, dispose } = tokenOf(signal);
      try {
        const options = requestOptions(tools, mustCall);
        const response = await model.sendRequest(messages.map(wireMessage), options, token);
        for await (const part of response.stream) {
          if (part instanceof vscode.LanguageModelTextPart) yield { type: 'text', text: part.value };
          else if (part instanceof vscode.LanguageModelToolCallPart) {
            yield { type: 'call', callId: part.callId, name: part.name, input: part.input };
          }
        }
      } catch (error) {
        throw asRefusal(error);
      } finally {
        // Also ends the request of a caller that stopped reading.
        cancel();
        dispose();
      }
    },
  };
}

function requestOptions(tools: readonly Tool[], mustCall: boolean): vscode.LanguageModelChatRequestOptions {
  if (tools.length === 0) return { justification };
  const toolMode = mustCall
    ? vscode.LanguageModelChatToolMode.Required
    : vscode.LanguageModelChatToolMode.Auto;
  return { justification, tools: [...tools], toolMode };
}

function wireMessage({ role, parts }: Message): vscode.LanguageModelChatMessage {
  if (role === 'user') {
    return vscode.LanguageModelChatMessage.User(
      parts.flatMap((part) => (part.type === 'call' ? [] : [userPart(part)])),
    );
  }
  return vscode.LanguageModelChatMessage.Assistant(
    parts.flatMap((part) => (part.type === 'text' || part.type === 'call' ? [assistantPart(part)] : [])),
  );
}

function userPart(part: Exclude<MessagePart, { type: 'call' }>) {
  if (part.type === 'image') {
    const { data, mediaType } = part.image;
    return vscode.LanguageModelDataPart.image(Buffer.from(data, 'base64'), mediaType);
  }
  const text = new vscode.LanguageModelTextPart(part.type === 'text' ? part.text : part.output);
  return part.type === 'text' ? text : new vscode.LanguageModelToolResultPart(part.callId, [text]);
}

function assistantPart(part: AnswerPart) {
  return part.type === 'text'
    ? new vscode.LanguageModelTextPart(part.text)
    : new vscode.LanguageModelToolCallPart(part.callId, part.name, part.input);
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof vscode.LanguageModelError)) return error;
  const cause =
    error.cause instanceof Error && error.cause.message !== error.message ? `: ${error.cause.message}` : '';
  return new LanguageModelRefusal(error.code, `${error.message}${cause}`, { cause: error });
}
