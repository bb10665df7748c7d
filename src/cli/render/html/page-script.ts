/**
 * The script of every page: finding, and showing what belongs together; without it the page can be read and followed just as well. It only sets classes and attributes: no text of anybody becomes
 * markup or code. An item of the list and a box of the picture belong together by their number.
 */
export const pageScript = `
'use strict'
const all = (selector) => [...document.querySelectorAll(selector)]
const items = all('[data-item]')
const nodes = all('.node[data-node]')
const edges = all('.edge[data-from]')
const words = new Map(items.map((item) => [item, item.textContent.toLowerCase()]))
const find = document.getElementById('find')
const search = () => {
  const wanted = find.value.toLowerCase().split(/\\s+/).filter((word) => word !== '')
  const found = new Set()
  for (const item of items) {
    const text = words.get(item)
    const fits = wanted.every((word) => text.includes(word))
    item.hidden = !fits
    if (fits) found.add(item.dataset.item)
  }
  for (const node of nodes) node.classList.toggle('faded', wanted.length > 0 && !found.has(node.dataset.node))
  for (const edge of edges) edge.classList.toggle('faded', wanted.length > 0 && !(found.has(edge.dataset.from) && found.has(edge.dataset.to)))
}
const pick = (number) => {
  for (const node of nodes) node.classList.toggle('picked', node.dataset.node === number)
  for (const edge of edges) edge.classList.toggle('picked', edge.dataset.from === number || edge.dataset.to === number)
  for (const item of items) item.classList.toggle('picked', item.dataset.item === number)
}
const reveal = (hash) => {
  const item = items.find((one) => '#' + one.id === hash)
  if (item === undefined) return
  item.hidden = false
  if ('open' in item) item.open = true
  pick(item.dataset.item)
}
reveal(location.hash)
addEventListener('hashchange', () => reveal(location.hash))
if (find !== null) find.addEventListener('input', search)
for (const node of nodes) {
  node.addEventListener('mouseenter', () => pick(node.dataset.node))
  node.addEventListener('mouseleave', () => pick(null))
  const link = node.closest('a')
  if (link === null) continue
  link.addEventListener('focus', () => pick(node.dataset.node))
  link.addEventListener('blur', () => pick(null))
  link.addEventListener('click', () => reveal(link.hash))
}
for (const item of items) {
  item.addEventListener('mouseenter', () => pick(item.dataset.item))
  item.addEventListener('mouseleave', () => pick(null))
}
`
