/** The fields that people fill in: whom to trust, and which endpoint to ask. */
import { fromHex } from './bytes.js'
import { FormatError, Members } from './members.js'
import { readTrust, trustOf } from './trust.js'

const KEPT_AS = 'quittance-verify/v1'
const TRUST_FIELDS = ['origin', 'verifierKey', 'chainId', 'contract', 'agent', 'operator']
const ADDRESSES = ['contract', 'agent', 'operator']
const FIELDS = [...TRUST_FIELDS, 'rpc']

/** A field is not filled in as it should be. */
export class FieldError extends Error {
  /**
   * @param {string} field
   * @param {string} message
   */
  constructor(field, message) {
    super(message)
    this.field = field
  }
}

/** @param {string} field @returns {HTMLInputElement} */
const input = (field) => /** @type {HTMLInputElement} */ (document.getElementById(field))

/** @param {string} field */
const valueOf = (field) => input(field).value.trim()

/**
 * Whom the fields say to trust.
 *
 * @returns {import('./trust.js').Trust | undefined} undefined if they are empty
 * @throws {FieldError} naming the field that is wrong
 */
export function trustInForm() {
  const filled = TRUST_FIELDS.filter((field) => valueOf(field) !== '')
  if (filled.length === 0) return undefined
  for (const field of ['origin', 'verifierKey']) {
    if (!filled.includes(field)) throw new FieldError(field, `${label(field)} is missing.`)
  }
  const addresses = ADDRESSES.map((field) => [field, address(field)])
  try {
    return trustOf(valueOf('origin'), valueOf('verifierKey'), {
      chainId: chainId(),
      ...Object.fromEntries(addresses),
    })
  } catch (error) {
    throw error instanceof FormatError ? new FieldError('verifierKey', error.message) : error
  }
}

function chainId() {
  const text = valueOf('chainId')
  if (text === '') return undefined
  try {
    return new Members('', new Map([['chainId', text]])).uint256('chainId')
  } catch {
    throw new FieldError('chainId', 'The chain id must be a decimal without leading zeros.')
  }
}

/** @param {string} field */
function address(field) {
  // People paste addresses with a checksum's capitals; the bytes are what counts.
  const text = valueOf(field).toLowerCase()
  if (text === '') return undefined
  try {
    fromHex(text, 20)
    return text
  } catch {
    throw new FieldError(field, `${label(field)} must be 0x and 40 hex digits.`)
  }
}

/**
 * The endpoint to ask.
 *
 * @returns {string | undefined} undefined if none is named
 * @throws {FieldError} if it is not an HTTP address
 */
export function rpcInForm() {
  const text = valueOf('rpc')
  if (text === '') return undefined
  if (!/^https?:\/\/\S+$/.test(text) || !URL.canParse(text)) {
    throw new FieldError('rpc', 'The endpoint must be an http:// or https:// address.')
  }
  return text
}

/** @param {string} field */
function label(field) {
  const text = input(field).labels?.[0]?.firstChild?.textContent ?? field
  return text.trim()
}

/**
 * Fills in what a trust file says.
 *
 * @param {string} text
 * @throws {FormatError}
 */
export function fillFrom(text) {
  const trust = readTrust(text)
  input('origin').value = trust.origin
  input('verifierKey').value = JSON.parse(text).verifierKey
  input('chainId').value = trust.chainId?.toString() ?? ''
  input('contract').value = trust.contract ?? ''
  keep()
}

/**
 * Shows what is wrong with the fields, or that nothing is.
 *
 * @param {FieldError} [error]
 */
export function showProblem(error) {
  for (const field of FIELDS) input(field).removeAttribute('aria-invalid')
  const place = /** @type {HTMLElement} */ (document.getElementById('trust-problem'))
  place.textContent = error?.message ?? ''
  if (error) {
    input(error.field).setAttribute('aria-invalid', 'true')
    input(error.field).focus()
  }
}

/** Keeps the fields in this browser if that is wanted, and forgets them if not. */
export function keep() {
  try {
    if (input('remember').checked) {
      const values = Object.fromEntries(FIELDS.map((field) => [field, input(field).value]))
      localStorage.setItem(KEPT_AS, JSON.stringify(values))
    } else {
      localStorage.removeItem(KEPT_AS)
    }
  } catch {
    // A browser that keeps nothing loses nothing but comfort.
  }
}

/** Fills in what was kept. */
export function recall() {
  try {
    const values = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null')
    if (values === null) return
    for (const field of FIELDS) input(field).value = String(values[field] ?? '')
    input('remember').checked = true
  } catch {
    // What cannot be read was not kept by this page.
  }
}
