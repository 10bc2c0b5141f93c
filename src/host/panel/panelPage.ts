import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The panel's page: our script and style alone, nothing inline and nothing from elsewhere. */
export function panelPage(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    // The user's own images, before they are sent; a picture from elsewhere would tell that it was looked at.
    'img-src data:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset('panel.css')}">
<title>Tiercel</title>
</head>
<body>
<script nonce="${nonce}" src="${asset('panel.js')}"></script>
</body>
</html>`;
}
