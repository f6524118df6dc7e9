/** Whom a verifier trusts; it never comes from the bundle. */
import { readVerifierKey } from './checkpoint.js'
import { FormatError, readDocument } from './members.js'

/**
 * @typedef {object} Trust
 * @property {string} origin name of the log
 * @property {import('./checkpoint.js').VerifierKey} key key of its checkpoints
 * @property {bigint} [chainId] chain that its anchors must be on
 * @property {string} [contract] its ReceiptAnchor contract
 * @property {string} [agent] who must have signed the receipt
 * @property {string} [operator] who must be the contract's operator
 */

/**
 * Reads `{"origin","verifierKey"}`, with `"chainId"`, `"contract"` and `"vault"` if they are known.
 * What a vault pays is of an audit, not of a bundle.
 *
 * @param {string} text
 * @returns {Trust}
 * @throws {FormatError} naming the member that is missing, unknown or wrong
 */
export function readTrust(text) {
  const document = readDocument(text, ['origin', 'verifierKey'], [
    'chainId',
    'contract',
    'vault',
  ])
  if (document.has('vault')) document.address('vault')
  return trustOf(document.text('origin'), document.text('verifierKey'), {
    chainId: document.has('chainId') ? document.uint256OrNumber('chainId') : undefined,
    contract: document.has('contract') ? document.address('contract') : undefined,
  })
}

/**
 * @param {string} origin
 * @param {string} verifierKey
 * @param {{chainId?: bigint, contract?: string, agent?: string, operator?: string}} [more]
 * @returns {Trust}
 */
export function trustOf(origin, verifierKey, more = {}) {
  let key
  try {
    key = readVerifierKey(verifierKey)
  } catch (error) {
    throw new FormatError(error.message)
  }
  if (key.name !== origin) {
    throw new FormatError(`the verifier key is named ${key.name}, not ${origin}`)
  }
  return { origin, key, ...more }
}
