// Compiles the contracts to target/solidity/<Contract>.{abi,bin}; does nothing when nothing changed.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, settings } from './solc.mjs'
import { digestOf, moduleDir, readIfThere } from './module.mjs'

/**
 * The contracts that get a Java wrapper: those of a line, what anchor and vault have in common, and
 * stand-ins of those that a line speaks to.
 */
const wrapped = [
  'AgentMarketplace', 'AgentRegistry', 'Operated', 'PayoutVault', 'ReceiptAnchor', 'ReceiptVerifier',
  'TestUSD',
]

const sourceDirs = ['src/main/solidity', 'src/compat/solidity/agentl2']
const outputDir = join(moduleDir, 'target/solidity')
const stampFile = join(outputDir, '.stamp')

function readSources() {
  return Object.fromEntries(sourceDirs.flatMap((dir) => sourcesIn(join(moduleDir, dir))))
}

function sourcesIn(dir) {
  const names = readdirSync(dir).filter((name) => name.endsWith('.sol')).sort()
  return names.map((name) => [name, { content: readFileSync(join(dir, name), 'utf8') }])
}

/** The imported library files, added to `sources` until every import is there. */
function addImports(sources) {
  const pending = Object.keys(sources)
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const [, path] of sources[name].content.matchAll(/^import\s[^;]*?"([^"]+)";/gms)) {
      const target = path.startsWith('.') ? join(name, '..', path) : path
      if (target in sources) continue
      sources[target] = { content: readFileSync(join(moduleDir, 'node_modules', target), 'utf8') }
      pending.push(target)
    }
  }
  return sources
}

/** Warnings about our own sources count as errors; a library's are its maintainers' to judge. */
function stopOnProblems(messages) {
  const problems = messages.filter(
    ({ severity, sourceLocation }) =>
      severity === 'error' || !sourceLocation?.file.startsWith('@openzeppelin/'))
  if (problems.length === 0) return
  for (const { formattedMessage } of problems) console.error(formattedMessage)
  process.exit(1)
}

function writeArtifacts(contracts) {
  mkdirSync(outputDir, { recursive: true })
  for (const name of wrapped) {
    const { abi, evm } = contracts[`${name}.sol`][name]
    writeFileSync(join(outputDir, `${name}.abi`), JSON.stringify(abi))
    writeFileSync(join(outputDir, `${name}.bin`), evm.bytecode.object)
  }
}

const own = readSources()
const lock = readFileSync(join(moduleDir, 'package-lock.json'), 'utf8')
const stamp = digestOf(JSON.stringify([own, settings, wrapped, lock]))
if (readIfThere(stampFile) !== stamp) {
  const output = compile({
    language: 'Solidity',
    sources: addImports(own),
    settings: { outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  })
  stopOnProblems(output.errors ?? [])
  writeArtifacts(output.contracts)
  writeFileSync(stampFile, stamp)
  console.log(`Compiled ${wrapped.join(', ')}`)
}
