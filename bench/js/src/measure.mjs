// Measures one library: node --expose-gc src/measure.mjs LIBRARY LEAVES PROOFS LEAST_MS SEED
import { entries, provenLeaf } from './entries.mjs'
import { libraries } from './libraries.mjs'

const [name, ...numbers] = process.argv.slice(2)
const [leaves, proofs, leastMs, seed] = numbers.map(Number)
const library = libraries[name]
if (!library || !globalThis.gc || ![leaves, proofs, leastMs].every((n) => Number.isSafeInteger(n) && n > 0)) {
  console.error(`usage: node --expose-gc src/measure.mjs ${Object.keys(libraries).join('|')} LEAVES PROOFS LEAST_MS SEED`)
  process.exit(2)
}

/** Processor time of this process, compiler and collector included. */
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** What the work gave, and the rate at which it does so many things: again until it took a while. */
function timed(count, work) {
  const start = cpuSeconds()
  let done = 0
  let result
  do {
    result = work()
    done += count
  } while (cpuSeconds() - start < leastMs / 1e3)
  return { result, perSecond: done / (cpuSeconds() - start) }
}

function usedBytes() {
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function measure(all) {
  const before = usedBytes()
  const built = timed(all.length, () => library.build(all))
  const heapBytes = Math.max(0, usedBytes() - before)
  const tree = built.result
  const indexes = Array.from({ length: proofs }, (_, k) => provenLeaf(k, all.length))
  const proven = timed(proofs, () => indexes.map((i) => library.prove(tree, all[i], i)))
  const checked = timed(proofs, () => indexes.every((i, k) => library.check(tree, all[i], proven.result[k])))
  if (!checked.result) throw new Error('a proof fails')
  return {
    root: library.root(tree),
    builtPerSecond: built.perSecond,
    provenPerSecond: proven.perSecond,
    checkedPerSecond: checked.perSecond,
    heapBytes,
  }
}

const all = entries(seed, leaves)
measure(all.slice(0, Math.ceil(leaves / 10)))
console.log(JSON.stringify(measure(all)))
