import { createHash } from 'node:crypto'
import { escapeMarkup } from './escape-markup.ts'
import { pageScript } from './page-script.ts'

/** A page in parts; `body` is markup already. */
export interface HtmlPage {
  readonly title: string
  readonly body: string
}

const light = '--ground: #ffffff; --group: #f6f8fa; --frame: #d0d7de; --box: #ffffff; --line: #8c959f; --text: #1f2328; --dim: #57606a; --picked: #0969da; --added: #1a7f37; --added-box: #dafbe1; --changed: #9a6700; --changed-box: #fff8c5; --removed: #cf222e; --removed-box: #ffebe9; --deferred: #0969da; --deferred-box: #ddf4ff; --warning: #bc4c00; --warning-box: #fff1e5;' // prettier-ignore
const dark = '--ground: #0d1117; --group: #161b22; --frame: #30363d; --box: #21262d; --line: #768390; --text: #e6edf3; --dim: #9198a1; --picked: #4493f8; --added: #3fb950; --added-box: #12261e; --changed: #d29922; --changed-box: #272115; --removed: #f85149; --removed-box: #2d1618; --deferred: #4493f8; --deferred-box: #121d2f; --warning: #db6d28; --warning-box: #2a1a11;' // prettier-ignore

const style = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; font: 14px/1.5 ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: var(--text); background: var(--ground); overflow-wrap: anywhere; }
header { position: sticky; top: 0; z-index: 1; padding: 12px 24px; background: var(--group); border-bottom: 1px solid var(--frame); }
h1 { margin: 0; font-size: 20px; }
h2 { margin: 24px 0 8px; font-size: 16px; }
h3 { margin: 16px 0 8px; font-size: 14px; }
header p { margin: 4px 0; }
header input { width: min(480px, 100%); padding: 6px 10px; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; box-sizing: border-box; }
main { padding: 12px 24px 48px; }
figure { margin: 12px 0; overflow: auto; max-height: 75vh; border: 1px solid var(--frame); border-radius: 8px; }
figure svg { display: block; }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--picked); outline-offset: 1px; }
figure a:focus-visible { outline: none; }
figure a:focus-visible .node rect, .picture .node.picked rect { stroke-width: 3; }
.faded { opacity: 0.15; }
.picture .edge.picked .line { stroke: var(--picked); stroke-width: 2; }
.picture .edge.picked .tip { fill: var(--picked); }
.item { margin: 4px 0; padding: 4px 8px; border: 1px solid var(--frame); border-radius: 6px; scroll-margin: 40vh 0; }
.item.picked, .item:target { border-color: var(--picked); box-shadow: 0 0 0 1px var(--picked); }
.item summary { cursor: pointer; font-weight: 600; }
.item ul { margin: 4px 0; padding-left: 24px; color: var(--dim); }
pre { margin: 8px 0; padding: 8px 12px; overflow: auto; background: var(--group); border-radius: 6px; font: 12px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.tone-added { color: var(--added); } .tone-changed { color: var(--changed); } .tone-removed { color: var(--removed); } .tone-deferred { color: var(--deferred); }
.tone-warning { color: var(--warning); } .tone-dim { color: var(--dim); } .tone-bold { font-weight: 600; } .tone-failed { color: var(--removed); font-weight: 600; }
[hidden] { display: none; }
@media (max-width: 600px), (max-height: 500px) { header { position: static; padding: 12px; } main { padding: 12px; } }
@media print { header { position: static; } header input { display: none; } figure { max-height: none; overflow: visible; } }
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
