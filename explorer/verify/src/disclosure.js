/** Disclosed fields of a receipt's details: leaves of a salted field tree. */
import { bigEndian, concat, fromHex, utf8 } from './bytes.js'
import { isCanonical } from './canonical.js'
import { leadsTo, leafHash } from './merkle.js'

const TAG = Uint8Array.of(0x01, 0x40)
const MAX_PATH_BYTES = 0xffff

/** @param {string} path a JSON pointer (RFC 6901)? */
const isPointer = (path) => /^(?:\/(?:[^~]|~[01])*)?$/su.test(path) && !/\p{Surrogate}/u.test(path)

/**
 * The bytes of a field's leaf.
 *
 * @param {{path: string, value: string, salt: string}} field
 * @throws {Error} if the path is no JSON pointer or the value not canonical JSON
 */
export function fieldLeaf({ path, value, salt }) {
  const pathBytes = utf8(path)
  if (!isPointer(path) || pathBytes.length > MAX_PATH_BYTES) {
    throw new Error(`not a JSON pointer of at most 65535 bytes: ${path}`)
  }
  if (!isCanonical(value)) throw new Error(`the value of ${path} is not canonical JSON`)
  const valueBytes = utf8(value)
  return concat(
    TAG,
    bigEndian(pathBytes.length, 2),
    fromHex(salt, 32),
    pathBytes,
    bigEndian(valueBytes.length, 4),
    valueBytes,
  )
}

/**
 * What is wrong with the fields that a bundle discloses.
 *
 * @param {{path: string, value: string, salt: string, index: bigint, size: bigint,
 *   proof: Uint8Array[]}[]} fields
 * @param {Uint8Array} detailsRoot the receipt's
 * @returns {string | undefined} undefined if the receipt commits to all of them
 */
export function disclosureObjection(fields, detailsRoot) {
  for (const field of fields) {
    try {
      const proof = { index: field.index, size: field.size, path: field.proof }
      if (!leadsTo(proof, leafHash(fieldLeaf(field)), detailsRoot)) {
        return `the receipt does not commit to the field ${field.path}`
      }
    } catch (error) {
      return error.message
    }
  }
  const other = fields.find((field) => field.size !== fields[0].size)
  return other && `the fields ${fields[0].path} and ${other.path} are of trees of different size`
}
