/** Wires the page: bundles come in by drop, choice or paste, and are verified at once. */
import { readChain } from './chain.js'
import { FieldError, fillFrom, keep, recall, rpcInForm, showProblem, trustInForm } from './form.js'
import { parseJson } from './json.js'
import { FormatError } from './members.js'
import { resultElement, verdictOf } from './result.js'
import { verify } from './verify.js'

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id)

/** @type {{name: string, text: string}[]} what is to be verified */
let bundles = []
let run = 0

/** Verifies all bundles anew; a later run makes an earlier one void. */
async function verifyAll() {
  const mine = ++run
  let trust, rpc
  try {
    trust = trustInForm()
    rpc = rpcInForm()
    showProblem()
  } catch (error) {
    if (!(error instanceof FieldError)) throw error
    showProblem(error)
    byId('results').replaceChildren()
    byId('status').textContent = 'Not verified: a field needs your attention.'
    return
  }
  if (bundles.length === 0) {
    byId('status').textContent = 'No bundle yet.'
    return
  }
  byId('status').textContent = rpc ? `Asking ${rpc} …` : 'Verifying …'
  byId('results').setAttribute('aria-busy', 'true')
  const done = await Promise.all(bundles.map((bundle) => verified(bundle, trust, rpc)))
  if (mine !== run) return
  byId('results').replaceChildren(...done.map(({ shown }) => shown))
  byId('results').removeAttribute('aria-busy')
  byId('status').textContent = summary(done.map(({ lines }) => lines))
}

/**
 * @param {{name: string, text: string}} bundle
 * @param {import('./trust.js').Trust | undefined} trust
 * @param {string | undefined} rpc
 */
async function verified({ name, text }, trust, rpc) {
  const lines = await verify(text, trust, rpc ? (bundle) => readChain(rpc, bundle) : undefined)
  return { lines, shown: resultElement(name, text, lines) }
}

/** @param {import('./verify.js').Line[][]} all */
function summary(all) {
  if (all.length === 1) return verdictOf(all[0]).text
  const words = all.map((lines) => verdictOf(lines).word)
  const counted = ['Holds', 'Fails', 'Inconclusive']
    .map((word) => [word, words.filter((one) => one === word).length])
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${String(word).toLowerCase()}`)
  return `${all.length} bundles: ${counted.join(', ')}.`
}

/** @param {File[]} files */
async function take(files) {
  const read = await Promise.all(files.map(contentOf))
  const trusts = read.filter(({ text }) => isTrust(text))
  try {
    trusts.forEach(({ text }) => fillFrom(text))
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    run++
    byId('results').replaceChildren()
    byId('status').textContent = `The trust file is not one: ${error.message}`
    return
  }
  const others = read.filter((file) => !trusts.includes(file))
  if (others.length > 0) bundles = others
  await verifyAll()
}

/** @param {File} file */
async function contentOf(file) {
  const bytes = await file.arrayBuffer()
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { name: file.name, text }
  } catch {
    return { name: file.name, text: '\u0000 not UTF-8 text' }
  }
}

/** @param {string} text */
function isTrust(text) {
  try {
    const value = parseJson(text)
    return value instanceof Map && value.has('verifierKey') && !value.has('format')
  } catch {
    return false
  }
}

function wireDrop() {
  const drop = byId('drop')
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    drop.classList.add('over')
  })
  document.addEventListener('dragleave', () => drop.classList.remove('over'))
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    drop.classList.remove('over')
    take([...(event.dataTransfer?.files ?? [])])
  })
}

function wireButtons() {
  byId('files').addEventListener('change', () => {
    const files = [...byId('files').files]
    byId('files').value = ''
    take(files)
  })
  byId('paste-open').addEventListener('click', () => {
    byId('paste-box').hidden = !byId('paste-box').hidden
    byId('paste-open').setAttribute('aria-expanded', String(!byId('paste-box').hidden))
    if (!byId('paste-box').hidden) byId('paste').focus()
  })
  byId('paste-verify').addEventListener('click', () => {
    bundles = [{ name: 'pasted text', text: byId('paste').value }]
    verifyAll()
  })
  byId('trust').addEventListener('submit', (event) => {
    event.preventDefault()
    keep()
    verifyAll()
  })
  byId('remember').addEventListener('change', keep)
}

recall()
wireDrop()
wireButtons()
