// Test vectors of the trust core, and the reports of `quittance verify` about them.
import { readFileSync } from 'node:fs'

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const shared = (name) => read(`../../../receipts/src/test/resources/vectors/${name}.json`)

export const vectors = shared('bundle')
export const eip712 = shared('eip712')
export const merkle = shared('merkle')
export const log = shared('log')
export const disclosure = shared('disclosure')
export const reports = read('reports.json')

/** The value at a JSON pointer without escapes. */
export const at = (value, pointer) =>
  pointer.slice(1).split('/').reduce((part, name) => part[name], value)
