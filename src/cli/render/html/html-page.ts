import { createHash } from 'node:crypto'
import { escapeMarkup } from './escape-markup.ts'
import { pageScript } from './page-script.ts'

/** A page in parts; `body` is markup already. */
export interface HtmlPage {
  readonly title: string
  readonly body: string
}

const style = `
:root { color-scheme: light; }
body { margin: 0; font: 14px/1.5 ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: #1f2328; background: #ffffff; }
header { position: sticky; top: 0; z-index: 1; padding: 12px 24px; background: #f6f8fa; border-bottom: 1px solid #d0d7de; }
h1 { margin: 0; font-size: 20px; }
h2 { margin: 24px 0 8px; font-size: 16px; }
header p { margin: 4px 0; }
header input { width: min(480px, 100%); padding: 6px 10px; font: inherit; border: 1px solid #8c959f; border-radius: 6px; box-sizing: border-box; }
main { padding: 12px 24px 48px; }
figure { margin: 12px 0; overflow: auto; max-height: 75vh; border: 1px solid #d0d7de; border-radius: 8px; }
figure svg { display: block; }
.faded { opacity: 0.15; }
.node { cursor: pointer; }
.node.picked rect { stroke-width: 3; }
.edge.picked .line { stroke: #0969da; stroke-width: 2; }
.edge.picked .tip { fill: #0969da; }
.legend span { display: inline-block; margin-right: 16px; }
.item { margin: 4px 0; padding: 4px 8px; border: 1px solid #d0d7de; border-radius: 6px; }
.item.picked { border-color: #0969da; box-shadow: 0 0 0 1px #0969da; }
.item summary { cursor: pointer; font-weight: 600; }
.item ul { margin: 4px 0; padding-left: 24px; color: #57606a; }
pre { margin: 8px 0; padding: 8px 12px; overflow: auto; background: #f6f8fa; border-radius: 6px; font: 12px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.tone-added { color: #1a7f37; } .tone-changed { color: #9a6700; } .tone-removed { color: #cf222e; } .tone-deferred { color: #0969da; }
.tone-warning { color: #bc4c00; } .tone-dim { color: #57606a; } .tone-bold { font-weight: 600; } .tone-failed { color: #cf222e; font-weight: 600; }
[hidden] { display: none; }
`

/**
 * One file that needs nothing else: style and script are inside, and its policy lets the browser load nothing and run no other script,
 * whatever got into the body.
 */
export function htmlPage({ title, body }: HtmlPage): string {
  const hash = createHash('sha256').update(pageScript).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<script>${pageScript}</script>
</body>
</html>
`
}
