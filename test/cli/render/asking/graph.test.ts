import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutPicture } from '../../../../src/cli/layout-picture.ts'
import { graphDocument } from '../../../../src/cli/render/graph/graph-document.ts'
import { graphDot } from '../../../../src/cli/render/graph/graph-dot.ts'
import { graphHtml } from '../../../../src/cli/render/graph/graph-html.ts'
import { graphMermaid } from '../../../../src/cli/render/graph/graph-mermaid.ts'
import { graphEntries, graphPicture, isDrawnInGroups } from '../../../../src/cli/render/graph/graph-picture.ts'
import { graphText } from '../../../../src/cli/render/graph/graph-text.ts'
import { jsonText } from '../../../../src/cli/render/json-text.ts'
import { pictureSvg } from '../../../../src/cli/render/picture/picture-svg.ts'
import { textWidth } from '../../../../src/cli/render/text-width.ts'
import type { DependencyGraph } from '../../../../src/plan/dependency-graph.ts'
import { edge, node, place, shop } from './graph-samples.ts'
import { expectHarmless } from '../../../rig/harmless.ts'
import { hostileText } from './hostile.ts'
import { pageProblems, readMarkup } from './markup.ts'

const style = { columns: null, color: false, unicode: true }

async function drawn(graph: DependencyGraph): Promise<string> {
  const picture = graphPicture(graph)
  return pictureSvg(picture, await layoutPicture(picture))
}

/** Every text of a graph comes from somebody. */
const hostileGraph: fc.Arbitrary<DependencyGraph> = fc
  .array(hostileText, { minLength: 6, maxLength: 6 })
  .map(([a = '', b = '', c = '', d = '', e = '', f = '']) => ({
    environments: [a],
    nodes: [
      node('x/1', 1, { address: `${a}/1${b}`, environment: a, name: b, kind: c, labels: { [d]: e }, declaredAt: place(f, 1) }),
      node('x/2', 2, { address: `${a}/2${c}`, environment: a, name: c, kind: b }),
      node('x/3', 0, { address: `o/${e}`, environment: e, name: f, kind: d, outside: true }),
    ],
    edges: [
      edge(`${a}/1${b}`, `${a}/2${c}`, [{ kind: 'expression', path: [d, 1, e], reads: ['resources', f, a], at: place(b, 2) }]),
      edge(`o/${e}`, `${a}/2${c}`, [{ kind: 'depends-on', at: place(c, 2) }], true),
    ],
  }))

describe('a graph', () => {
  it.each([
    ['graph.txt', () => graphText(shop, style)],
    ['graph-narrow.txt', () => graphText(shop, { ...style, columns: 50, unicode: false })],
    ['graph.dot.txt', () => graphDot(shop)],
    ['graph.mermaid.txt', () => graphMermaid(shop)],
    ['graph.json.txt', () => jsonText(graphDocument(shop))],
  ])('is %s', async (name, render) => {
    await expect(render()).toMatchFileSnapshot(`golden/${name}`)
  })

  it('breaks lines in a narrow window', () => {
    expect(
      Math.max(
        ...graphText(shop, { ...style, columns: 50 })
          .split('\n')
          .map(textWidth),
      ),
    ).toBeLessThanOrEqual(50)
  })

  it('says that there is nothing', () => {
    expect(graphText({ environments: [], nodes: [], edges: [] }, style)).toBe('The project has no environment yet.\n')
  })

  it('takes a line for each resource and each edge, however many', () => {
    const names = Array.from({ length: 60 }, (_, index) => `dev/stack-${index}`)
    const graph = {
      environments: ['dev'],
      nodes: names.map((name, index) => node(name, 1 + Math.floor(index / 10))),
      edges: names.slice(1).map((to) => edge('dev/stack-0', to, [])),
    }
    expect(graphText(graph, style).trimEnd().split('\n')).toHaveLength(1 + 6 + 60 + 59)
  })
})

describe('the picture of a graph', () => {
  it('has a box for each resource, a frame for each environment and an arrow for each edge', async () => {
    const svg = await drawn(shop)
    const { problems, text } = readMarkup(svg)
    expect(problems).toEqual([])
    expect([svg.match(/class="node/g), svg.match(/class="group"/g), svg.match(/class="edge/g)].map((found) => found?.length)).toEqual([5, 2, 4])
    for (const { name, kind } of shop.nodes) expect(text).toMatch(new RegExp(`${name}[^]*${kind}`))
    expect(text).toContain(
      'dev/app@eu-west-1 reads recorded values of global/dns\nvariables.zone reads environments.global.resources.dns.outputs.zone_id (system/app.yaml:12:7)',
    )
  })

  it('puts every part inside of the picture, what is waited for to the left', async () => {
    const picture = graphPicture(shop)
    const layout = await layoutPicture(picture)
    for (const box of [...layout.nodes, ...layout.groups.filter((group) => group !== null)]) {
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.y).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(layout.width + 1)
      expect(box.y + box.height).toBeLessThanOrEqual(layout.height + 1)
    }
    for (const { from, to } of picture.edges) expect(layout.nodes[from]!.x + layout.nodes[from]!.width).toBeLessThan(layout.nodes[to]!.x)
    for (const { curve, tip } of layout.edges) expect([curve.length % 3, tip === null]).toEqual([1, false])
  })

  it('sets resources that wait for nothing in columns', async () => {
    const nodes = Array.from({ length: 100 }, (_, index) => node(`dev/r${index}`, 1))
    const layout = await layoutPicture(graphPicture({ environments: ['dev'], nodes, edges: [] }))
    expect(new Set(layout.nodes.map(({ x, width }) => Math.round(x + width / 2))).size).toBe(10)
    expect(layout.edges).toEqual([])
    expect(layout.height / layout.width).toBeLessThan(1)
  })

  it('draws groups instead of more than 500 resources: environments, or layers of a single one', async () => {
    const many = (environment: string) => Array.from({ length: 300 }, (_, index) => node(`${environment}/r${index}`, 1 + Math.floor(index / 3)))
    const chain = (environment: string) =>
      many(environment)
        .slice(1)
        .map(({ address }, index) => edge(`${environment}/r${index}`, address, []))
    const two = {
      environments: ['dev', 'prod'],
      nodes: [...many('dev'), ...many('prod')],
      edges: [...chain('dev'), ...chain('prod'), edge('dev/r1', 'prod/r2', [], true)],
    }
    expect(isDrawnInGroups(two)).toBe(true)
    expect(graphPicture(two)).toMatchObject({
      nodes: [
        { title: 'dev', subtitle: '300 resources' },
        { title: 'prod', subtitle: '300 resources' },
      ],
      edges: [{ from: 0, to: 1, dashed: true, details: ['1 dependency between them'] }],
    })
    const one = {
      environments: ['dev'],
      nodes: [...many('dev'), ...many('dev').map((each) => ({ ...each, address: `${each.address}b` })), node('global/dns', 0, { outside: true })],
      edges: chain('dev'),
    }
    const { nodes } = graphPicture(one)
    expect(nodes.map(({ title }) => title)).toEqual([
      ...Array.from({ length: 33 }, (_, index) => `layers ${index * 3 + 1} to ${index * 3 + 3}`),
      'layer 100',
      'global',
    ])
    expect((await drawn(one)).match(/class="node/g)).toHaveLength(35)
    expect(graphHtml(one, await drawn(one)).match(/data-item=/g)).toHaveLength(601)
  })

  it('draws groups where there are too many arrows', () => {
    const nodes = Array.from({ length: 200 }, (_, index) => node(`dev/r${index}`, index < 100 ? 1 : 2))
    const edges = nodes.slice(100).flatMap(({ address }) => nodes.slice(0, 50).map((from) => edge(from.address, address, [])))
    expect(graphPicture({ environments: ['dev'], nodes, edges }).nodes).toHaveLength(2)
  })
})

describe('the page of a graph', () => {
  it('needs nothing else, and leads from each box and each name to its entry', async () => {
    const picture = graphPicture(shop)
    const html = graphHtml(shop, pictureSvg(picture, await layoutPicture(picture), graphEntries(shop)))
    expect(readMarkup(html).problems).toEqual([])
    expect(pageProblems(html)).toEqual([])
    expect(html.match(/<a href="#item-\d+"><g class="node/g)).toHaveLength(shop.nodes.length)
    expect(html.match(/waits for <a href="#item-\d+"><b>/g)).not.toBeNull()
  })

  it('links no box that stands for many', () => {
    const many = { environments: ['dev'], nodes: Array.from({ length: 501 }, (_, index) => node(`dev/a-${index}`, 1)), edges: [] }
    expect([...graphEntries(many)]).toEqual([])
  })
})

describe('whatever a graph holds', () => {
  it('is well-formed SVG and HTML of our own elements and attributes alone', async () => {
    await fc.assert(
      fc.asyncProperty(hostileGraph, async (graph) => {
        const svg = await drawn(graph)
        expect(readMarkup(svg).problems).toEqual([])
        const page = graphHtml(graph, svg)
        expect(readMarkup(page).problems).toEqual([])
        expect(page.match(/<script>/g)).toHaveLength(1)
      }),
      { numRuns: 40 },
    )
  })

  it('is DOT of nothing but our own statements', () => {
    fc.assert(
      fc.property(hostileGraph, (graph) => {
        // Without quoted strings nothing of anybody is left.
        expectHarmless(graphDot(graph))
        const skeleton = graphDot(graph).replace(/"(?:[^"\\\n]|\\.)*"/g, 'S')
        expect(skeleton).toMatch(
          /^digraph genesis \{\n {2}rankdir=LR;\n {2}node \[shape=box, style=rounded, fontname=S\];\n(?: {2}subgraph cluster_\d \{\n {4}label=S;\n(?: {4}S \[label=S(?:, style=S)?\];\n)+ {2}\}\n)+(?: {2}S -> S \[tooltip=S(?:, style=dashed)?\];\n)*\}\n$/,
        )
      }),
    )
  })

  it('is Mermaid of nothing but our own statements', () => {
    fc.assert(
      fc.property(hostileGraph, (graph) => {
        const label = String.raw`"(?:[A-Za-z0-9 _./@-]|#\d+;|<br/>)*"`
        const line = new RegExp(
          String.raw`^(?:flowchart LR|  subgraph g\d\[${label}\]|    n\d(?:\[${label}\]|\(\[${label}\]\))|  end|  n\d (?:-->|-\.->) n\d)$`,
        )
        expectHarmless(graphMermaid(graph))
        for (const each of graphMermaid(graph).trimEnd().split('\n')) expect(each).toMatch(line)
      }),
    )
  })

  it('is text without anything active', () => {
    fc.assert(
      fc.property(hostileGraph, (graph) => {
        expectHarmless(graphText(graph, style))
      }),
    )
  })
})
