/** Shows what came of verifying a bundle. */
import { readBundle } from './bundle.js'
import { CHECKS } from './checks.js'
import { VERDICTS } from './receipt.js'
import { CHAIN_READ, exitCode } from './verify.js'

const MARKS = { ok: '✔', FAIL: '✘', '?': '○', '-': '○' }
const SPOKEN = { ok: 'holds', FAIL: 'fails', '?': 'not proven', '-': 'not checked' }
const TITLES = new Map([
  ...CHECKS.map(({ name, title }) => /** @type {[string, string]} */ ([name, title])),
  [CHAIN_READ, 'The chain has this anchor'],
])

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/**
 * The verdict in a word and a sentence.
 *
 * @param {import('./verify.js').Line[]} lines
 */
export function verdictOf(lines) {
  const failed = lines.find((line) => line.status === 'FAIL')
  if (failed) {
    return { word: 'Fails', text: `Fails: ${failed.name}. ${failed.found}` }
  }
  if (exitCode(lines) === 3) {
    return {
      word: 'Inconclusive',
      text: 'Inconclusive: nothing failed, but the checks marked ○ are not proven.',
    }
  }
  const asked = lines.some((line) => line.name === CHAIN_READ)
  return {
    word: 'Holds',
    text: asked
      ? 'Holds: every check, on the chain too.'
      : 'Holds: every check that can be made offline. The chain was not asked.',
  }
}

/**
 * A bundle's result.
 *
 * @param {string} name the file's
 * @param {string} text what it holds
 * @param {import('./verify.js').Line[]} lines
 */
export function resultElement(name, text, lines) {
  const verdict = verdictOf(lines)
  const result = element('article', { 'data-verdict': verdict.word, 'data-file': name })
  result.append(
    element('h3', {}, name),
    element('p', { class: `verdict ${verdict.word.toLowerCase()}` }, verdict.text),
    checkTable(lines),
  )
  if (lines[0].status === 'ok') result.append(...contents(text, verdict.word))
  return result
}

/** @param {import('./verify.js').Line[]} lines */
function checkTable(lines) {
  const rows = lines.map(row)
  if (!lines.some((line) => line.name === CHAIN_READ)) {
    rows.push(row({ name: CHAIN_READ, status: '-', found: '' }))
  }
  return element('table', {}, element('caption', {}, 'Checks'), element('tbody', {}, ...rows))

  /** @param {import('./verify.js').Line} line */
  function row({ name, status, found }) {
    const mark = element('span', { 'aria-hidden': 'true' }, MARKS[status])
    const spoken = element('span', { class: 'unseen' }, SPOKEN[status])
    return element(
      'tr',
      { class: status === 'ok' || status === 'FAIL' ? status : 'open', 'data-check': name },
      element('td', { class: 'mark' }, mark, spoken),
      element('th', { scope: 'row' }, TITLES.get(name) ?? name, element('code', {}, name)),
      element('td', { class: 'found' }, found || unreached(name)),
    )
  }

  /** @param {string} name */
  function unreached(name) {
    const failed = lines.some((line) => line.status === 'FAIL')
    if (failed) return 'not checked, because a check before it failed'
    return name === CHAIN_READ ? 'not checked: no endpoint named' : 'not checked'
  }
}

/**
 * What a bundle says, as far as people care.
 *
 * @param {string} text
 * @param {string} verdict
 */
function contents(text, verdict) {
  const { receipt, disclosures } = readBundle(text)
  const title = verdict === 'Holds' ? 'What the receipt says' : 'What the receipt claims'
  const rows = [
    ['Outcome', VERDICTS[receipt.verdict - 1]],
    ['Completed at', time(receipt.completedAt)],
    ['Agent', receipt.agent],
    ['Buyer', receipt.buyer],
    ['Amount', `${receipt.amount}, of which fee ${receipt.fee} (smallest unit)`],
    ['Asset', receipt.asset],
    ['Order', receipt.orderId],
  ]
  const fields = disclosures.map(({ path, value }) => [path, value])
  const tables = [pairs(title, rows)]
  if (fields.length > 0) tables.push(pairs('Disclosed fields', fields))
  return tables
}

/**
 * @param {string} title
 * @param {string[][]} rows
 */
const pairs = (title, rows) =>
  element(
    'table',
    {},
    element('caption', {}, title),
    element(
      'tbody',
      {},
      ...rows.map(([name, value]) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, name),
          element('td', { class: 'found' }, value),
        ),
      ),
    ),
  )

/** @param {bigint} ms unix milliseconds; any up to 2^63 */
function time(ms) {
  const date = new Date(Number(ms))
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString()
}
