/** RFC 6962 and RFC 9162 trees: hashes of leaves and nodes, and inclusion proofs. */
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, equal } from './bytes.js'

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** @param {Uint8Array} data */
export const leafHash = (data) => sha256(concat(LEAF, data))

/**
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
export const nodeHash = (left, right) => sha256(concat(NODE, left, right))

/**
 * The root that a proof leads to (RFC 9162, 2.1.3.2).
 *
 * @param {{index: bigint, size: bigint, path: Uint8Array[]}} proof
 * @param {Uint8Array} leaf the leaf's hash
 * @returns {Uint8Array | undefined} undefined if the path's length fits not index and size
 */
export function rootFrom({ index, size, path }, leaf) {
  if (index < 0n || index >= size) return undefined
  let node = index
  let last = size - 1n
  let hash = leaf
  for (const sibling of path) {
    if (last === 0n) return undefined
    if ((node & 1n) === 1n || node === last) {
      hash = nodeHash(sibling, hash)
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n
        last >>= 1n
      }
    } else {
      hash = nodeHash(hash, sibling)
    }
    node >>= 1n
    last >>= 1n
  }
  return last === 0n ? hash : undefined
}

/**
 * Whether a proof leads from the leaf to the root.
 *
 * @param {{index: bigint, size: bigint, path: Uint8Array[]}} proof
 * @param {Uint8Array} leaf the leaf's hash
 * @param {Uint8Array} root
 */
export function leadsTo(proof, leaf, root) {
  const found = rootFrom(proof, leaf)
  return found !== undefined && equal(found, root)
}
