/** Bytes and their strict spellings: lower-case hex with 0x, base64 that re-encodes equal. */

const UTF8 = new TextEncoder()

/** @param {string} text */
export const utf8 = (text) => UTF8.encode(text)

/**
 * @param {Uint8Array} bytes
 * @returns {string} `0x…`
 */
export const toHex = (bytes) =>
  '0x' + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * Reads `0x…`.
 *
 * @param {string} text
 * @param {number} [length] how many bytes it must be
 * @throws {Error} if it is spelt in any other way
 */
export function fromHex(text, length) {
  if (!text.startsWith('0x')) throw new Error(`hex must start with 0x: ${shorten(text)}`)
  if (text.length % 2 !== 0) throw new Error(`hex must have two digits per byte: ${shorten(text)}`)
  if (!/^0x[0-9a-f]*$/.test(text)) {
    throw new Error(`hex must be lower case 0-9 a-f: ${shorten(text)}`)
  }
  const bytes = new Uint8Array(text.length / 2 - 1)
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = parseInt(text.slice(2 * i + 2, 2 * i + 4), 16)
  }
  if (length !== undefined && bytes.length !== length) {
    throw new Error(`expected ${length} bytes, got ${bytes.length}`)
  }
  return bytes
}

/** @param {string} text */
const shorten = (text) => (text.length <= 80 ? text : `${text.slice(0, 80)}…`)

/** @param {Uint8Array} bytes */
export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes))

/**
 * Reads base64 (RFC 4648, section 4, with padding) in its one spelling.
 *
 * @param {string} text
 */
export function fromBase64(text) {
  let binary
  try {
    binary = atob(text)
  } catch {
    throw new Error(`not base64: ${text}`)
  }
  if (btoa(binary) !== text) throw new Error(`base64 is not in its canonical form: ${text}`)
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}

/** @param {Uint8Array[]} parts */
export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i])

/**
 * An integer as big-endian bytes.
 *
 * @param {bigint | number} value not negative
 * @param {number} length in bytes
 */
export function bigEndian(value, length) {
  const bytes = new Uint8Array(length)
  let rest = BigInt(value)
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}

/** @param {Uint8Array} bytes */
export const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
