// The entries that all libraries build their trees over; the Java side makes the same ones.
import { createHash } from 'node:crypto'

const SIZE = 88
const BLOCK = 64

/** Entry i: 88 bytes, SHA-512(seed ‖ i ‖ 0) and the start of SHA-512(seed ‖ i ‖ 1), all u64. */
export function entry(seed, i) {
  const bytes = Buffer.alloc(2 * BLOCK)
  for (let block = 0; block < 2; block++) {
    const input = Buffer.alloc(24)
    input.writeBigUInt64BE(BigInt(seed), 0)
    input.writeBigUInt64BE(BigInt(i), 8)
    input.writeBigUInt64BE(BigInt(block), 16)
    createHash('sha512').update(input).digest().copy(bytes, block * BLOCK)
  }
  return bytes.subarray(0, SIZE)
}

export const entries = (seed, count) => Array.from({ length: count }, (_, i) => entry(seed, i))

/** Which leaf is proven in the k-th place: all over the tree, the same ones in every library. */
export const provenLeaf = (k, count) => (k * 7919) % count
