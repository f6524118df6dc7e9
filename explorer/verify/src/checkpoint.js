/** C2SP tlog-checkpoints in signed notes, with Ed25519 keys (type 0x01). */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, equal, fromBase64, toBase64, utf8 } from './bytes.js'

const SIGNATURE_PREFIX = '\u2014 '
const ED25519 = Uint8Array.of(1)
const DECIMAL = /^(?:0|[1-9][0-9]{0,18})$/
const INT64 = 1n << 63n

/**
 * @typedef {{name: string, hash: Uint8Array, publicKey: Uint8Array}} VerifierKey
 * @typedef {{origin: string, size: bigint, root: Uint8Array}} Checkpoint
 */

/**
 * Whether a text may name a log: no spaces, control characters or plus signs, and not empty.
 *
 * @param {string} origin
 */
export const isOrigin = (origin) => origin !== '' && !/[+\p{Z}\p{Cc}\p{Surrogate}]/u.test(origin)

/** @param {string} origin */
function requireOrigin(origin) {
  if (!isOrigin(origin)) {
    throw new Error(`origin must not be empty, nor have spaces or plus signs: '${origin}'`)
  }
}

/**
 * Reads the C2SP text form `name+hash+key`.
 *
 * @param {string} text
 * @returns {VerifierKey}
 */
export function readVerifierKey(text) {
  // A '+' may also occur in the base64 at the end, never before it.
  const [, name, hash, key] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? []
  if (key === undefined) throw new Error(`a verifier key is name+hash+key: ${text}`)
  const typed = fromBase64(key)
  if (typed.length !== 33 || typed[0] !== ED25519[0]) {
    throw new Error(`a verifier key must be Ed25519 (type 1): ${text}`)
  }
  requireOrigin(name)
  const expected = sha256(concat(utf8(`${name}\n`), typed)).slice(0, 4)
  const spelt = Array.from(expected, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (spelt !== hash) throw new Error(`the hash in the verifier key is not the key's: ${text}`)
  return { name, hash: expected, publicKey: typed.slice(1) }
}

/** @param {Checkpoint} checkpoint */
const body = ({ origin, size, root }) => `${origin}\n${size}\n${toBase64(root)}\n`

/**
 * @param {string[]} lines
 * @returns {Checkpoint}
 */
function readBody([origin, size, root]) {
  const bytes = fromBase64(root)
  requireOrigin(origin)
  if (!DECIMAL.test(size) || BigInt(size) >= INT64 || bytes.length !== 32) {
    throw new Error('not a checkpoint')
  }
  return { origin, size: BigInt(size), root: bytes }
}

/**
 * Checks a signed note: three lines of text in their one spelling, signature lines in good form, at
 * least one by the key and none by it that is wrong. Signatures of other keys are left alone.
 *
 * @param {string} note
 * @param {VerifierKey} key
 * @returns {Checkpoint | undefined} undefined if anything is amiss
 */
export function verifyCheckpoint(note, key) {
  const split = note.indexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, split + 1)
  const signatures = note.slice(split + 2)
  if (signatures === '' || signatures.includes('\r')) return undefined
  try {
    const lines = text.split('\n')
    if (lines.length !== 4) return undefined
    const signed = isSigned(utf8(text), signatures.slice(0, -1).split('\n'), key)
    const checkpoint = readBody(lines)
    return signed && checkpoint.origin === key.name ? checkpoint : undefined
  } catch {
    return undefined
  }
}

/**
 * @param {Uint8Array} message
 * @param {string[]} lines
 * @param {VerifierKey} key
 */
function isSigned(message, lines, key) {
  let signed = false
  for (const line of lines) {
    const signature = readSignature(line)
    if (signature.name === key.name && equal(signature.hash, key.hash)) {
      if (!isBy(signature.bytes, message, key)) return false
      signed = true
    }
  }
  return signed
}

/**
 * @param {Uint8Array} signature
 * @param {Uint8Array} message
 * @param {VerifierKey} key
 */
const isBy = (signature, message, key) =>
  signature.length === 64 && ed25519.verify(signature, message, key.publicKey, { zip215: false })

/** @param {string} line `— name base64(key hash ‖ signature)` */
function readSignature(line) {
  const space = line.indexOf(' ', SIGNATURE_PREFIX.length)
  if (!line.startsWith(SIGNATURE_PREFIX) || space < 0) throw new Error('not a signature line')
  const name = line.slice(SIGNATURE_PREFIX.length, space)
  requireOrigin(name)
  const named = fromBase64(line.slice(space + 1))
  if (named.length <= 4) throw new Error('a signature without bytes')
  return { name, hash: named.slice(0, 4), bytes: named.slice(4) }
}

/**
 * A note's checkpoint, whoever signed it.
 *
 * @param {string} note
 * @returns {Checkpoint | undefined} undefined if it is none
 */
export function unverifiedCheckpoint(note) {
  try {
    const checkpoint = readBody(note.split('\n'))
    return note.startsWith(`${body(checkpoint)}\n`) ? checkpoint : undefined
  } catch {
    return undefined
  }
}
