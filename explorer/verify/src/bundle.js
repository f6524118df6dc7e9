/** Reads `quittance-bundle/v1` strictly: a text that is not one in every detail is refused. */
import { readDocument } from './members.js'
import { FIELDS, VERDICTS } from './receipt.js'

const MAX_SAFE_INTEGER = Number.MAX_SAFE_INTEGER

/**
 * @param {string} text
 * @throws {import('./members.js').FormatError} naming the member that is wrong
 */
export function readBundle(text) {
  const document = readDocument(text, [
    'format',
    'domain',
    'receipt',
    'signature',
    'entry',
    'head',
    'anchor',
    'log',
    'checkpoint',
    'chain',
    'disclosures',
  ])
  document.constant('format', 'quittance-bundle/v1')
  const entry = document.object('entry', 'index', 'hex', 'path')
  const head = document.object('head', 'hex', 'path')
  const chain = document.object('chain', 'chainId', 'contract', 'anchorHash')
  return {
    domain: domain(document),
    receipt: receipt(document.object('receipt', ...FIELDS.map(([, name]) => name))),
    signature: document.bytes('signature'),
    entryIndex: entry.decimal('index'),
    entry: entry.bytes('hex'),
    entryPath: entry.hashes('path'),
    head: head.bytes('hex'),
    headPath: head.hashes('path'),
    anchor: document.bytes('anchor'),
    logPath: document.object('log', 'path').hashes('path'),
    checkpoint: document.text('checkpoint'),
    chainId: chain.uint256('chainId'),
    contract: chain.address('contract'),
    anchorHash: chain.bytes32('anchorHash'),
    disclosures: document
      .objects('disclosures', 'path', 'value', 'salt', 'index', 'size', 'proof')
      .map(disclosure),
  }
}

/** @param {import('./members.js').Members} document */
function domain(document) {
  const members = document.object('domain', 'name', 'version', 'chainId', 'verifyingContract')
  members.constant('name', 'Quittance')
  members.constant('version', '1')
  return { chainId: members.uint256('chainId'), contract: members.address('verifyingContract') }
}

/** @param {import('./members.js').Members} members */
function receipt(members) {
  const read = {
    bytes32: (name) => members.bytes32(name),
    address: (name) => members.address(name),
    uint256: (name) => members.uint256(name),
    uint64: (name) => members.decimal(name),
    uint8: (name) => verdict(members, name),
  }
  return Object.fromEntries(FIELDS.map(([type, name]) => [name, read[type](name)]))
}

/**
 * @param {import('./members.js').Members} members
 * @param {string} name
 */
function verdict(members, name) {
  const code = members.number(name, VERDICTS.length)
  if (code === 0) throw members.wrong(name, 'must be 1 to 6')
  return code
}

/** @param {import('./members.js').Members} field */
const disclosure = (field) => ({
  path: field.text('path'),
  value: field.text('value'),
  salt: field.bytes32('salt'),
  index: BigInt(field.number('index', MAX_SAFE_INTEGER)),
  size: BigInt(field.number('size', MAX_SAFE_INTEGER)),
  proof: field.hashes('proof'),
})
