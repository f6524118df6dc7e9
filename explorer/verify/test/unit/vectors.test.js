// The building blocks over the vectors, which an independent program has made.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../src/bytes.js'
import { readVerifierKey, verifyCheckpoint } from '../../src/checkpoint.js'
import { disclosureObjection, fieldLeaf } from '../../src/disclosure.js'
import { leadsTo, leafHash } from '../../src/merkle.js'
import * as receipts from '../../src/receipt.js'
import { decodeAnchor, decodeEntry, decodeHead } from '../../src/records.js'
import { disclosure, eip712, log, merkle } from '../vectors.js'

const proofOf = ({ index, size, path, proof }) => ({
  index: BigInt(index),
  size: BigInt(size),
  path: (proof ?? path).map((hash) => fromHex(hash)),
})

const receiptOf = (fields) =>
  Object.fromEntries(
    receipts.FIELDS.map(([type, name]) => [
      name,
      type.startsWith('uint') ? BigInt(fields[name]) : fields[name],
    ]),
  )

const domain = {
  chainId: BigInt(eip712.domain.chainId),
  contract: eip712.domain.verifyingContract,
}

test('EIP-712: type, domain, structs, digests and signers', () => {
  assert.equal(receipts.RECEIPT_TYPE, eip712.receiptType)
  assert.equal(toHex(receipts.domainSeparator(domain)), eip712.domainSeparator)
  for (const row of eip712.receipts) {
    const receipt = receiptOf(row.receipt)
    const digest = receipts.receiptDigest(domain, receipt)
    assert.equal(toHex(receipts.encodedStruct(receipt)), row.encodedStruct)
    assert.equal(toHex(digest), row.digest)
    assert.equal(receipts.recover(digest, fromHex(row.signature)), row.signer)
  }
})

test('law 17: signatures that are not canonical are refused', () => {
  const { digest, cases } = eip712.refusedSignatures
  for (const row of [...cases, eip712.boundary]) {
    const signer = receipts.recover(fromHex(digest), fromHex(row.signature))
    assert.equal(signer ?? null, row.recovers, row.note)
  }
})

test('law 2: inclusion proofs hold, and no other', () => {
  for (const row of merkle.inclusion) {
    assert.ok(leadsTo(proofOf(row), fromHex(row.leafHash), fromHex(row.root)))
  }
  for (const row of merkle.invalidInclusion) {
    assert.ok(!leadsTo(proofOf(row), fromHex(row.leafHash), fromHex(row.root)), row.note)
  }
})

test('every entry, head and anchor of the log is read and proven', () => {
  for (const period of log.periods) {
    for (const head of period.heads) {
      const bytes = fromHex(head.head)
      const decoded = decodeHead(bytes)
      assert.equal(decoded.entries, BigInt(head.entries))
      assert.equal(toHex(leafHash(bytes)), head.leafHash)
      const proof = proofOf({ index: head.partition, size: log.log.partitionCount, path: head.path })
      assert.ok(leadsTo(proof, leafHash(bytes), fromHex(period.periodRoot)))
    }
    const anchor = decodeAnchor(fromHex(period.anchor.record))
    assert.equal(toHex(anchor.hash), period.anchor.anchorHash)
    assert.equal(toHex(anchor.periodRoot), period.periodRoot)
    assert.equal(anchor.seq, BigInt(period.seq))
  }
  const kinds = { 1: 'ACCEPTED', 2: 'DUPLICATE', 3: 'REFUSED', 16: 'PERIOD_CLOSE' }
  for (const { expected } of log.partitions.flatMap((partition) => partition.records)) {
    assert.equal(decodeEntry(fromHex(expected.entry)).kind, kinds[expected.kind])
  }
})

test('checkpoints are signed by the log’s key, and bear no change', () => {
  const key = readVerifierKey(log.log.verifierKey)
  for (const { log: published } of log.periods) {
    const checkpoint = verifyCheckpoint(published.checkpoint, key)
    assert.equal(toHex(checkpoint.root), published.root)
    for (let i = 0; i < published.checkpoint.length; i++) {
      const other = String.fromCharCode(published.checkpoint.charCodeAt(i) ^ 1)
      const spoilt = published.checkpoint.slice(0, i) + other + published.checkpoint.slice(i + 1)
      assert.equal(verifyCheckpoint(spoilt, key), undefined, `character ${i}`)
    }
  }
})

test('disclosed fields hold, and no other', () => {
  const shown = (field) => {
    const { index, size, path: proof } = proofOf(field)
    return { ...field, index, size, proof }
  }
  for (const document of disclosure.documents) {
    const root = fromHex(document.detailsRoot)
    for (const field of document.fields) assert.equal(toHex(fieldLeaf(field)), field.leaf)
    assert.equal(disclosureObjection(document.fields.map(shown), root), undefined)
  }
  for (const row of disclosure.invalid) {
    const { detailsRoot } = disclosure.documents.find(({ name }) => name === row.document)
    assert.ok(disclosureObjection([shown(row)], fromHex(detailsRoot)), row.note)
  }
})
