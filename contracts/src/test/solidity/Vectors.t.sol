// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {LogTree} from "../../main/solidity/LogTree.sol";
import {PayoutVault} from "../../main/solidity/PayoutVault.sol";
import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {TestUSD} from "../../main/solidity/TestUSD.sol";
import {VectorFiles} from "./VectorFiles.sol";

/// The shared vectors, made by an independent program, hold in the contracts.
///
/// Each case is an external call to this contract: the copies of the JSON text that the cheatcodes
/// need are freed with the call's memory.
contract VectorsTest is VectorFiles {
    uint64 private constant DELAY = 60;

    ReceiptAnchor private anchor;
    PayoutVault private vault;

    function setUp() public {
        string memory json = _read("log.json");
        address operator = vm.parseJsonAddress(json, ".log.operator");
        anchor = new ReceiptAnchor(vm.parseJsonBytes32(json, ".log.logId"), operator);
        vault = new PayoutVault(anchor, DELAY, operator);
    }

    function test_receiptDigests() public {
        string memory json = _read("eip712.json");
        address at712 = vm.parseJsonAddress(json, ".domain.verifyingContract");
        vm.chainId(vm.parseJsonUint(json, ".domain.chainId"));
        vm.etch(at712, address(anchor).code);
        uint256 count = _length(json, ".receipts");
        vm.assertEq(count, 11);
        for (uint256 i = 0; i < count; ++i) {
            this.checkDigest(ReceiptAnchor(at712), _at(".receipts", i));
        }
    }

    function test_anchorRecords() public {
        uint256 count = _anchorAll();
        vm.assertEq(count, 3);
        string memory json = _read("log.json");
        for (uint256 i = 0; i < count; ++i) {
            this.checkPeriod(_at(".periods", i), uint64(i));
        }
        string memory last = _at(".periods", count - 1);
        vm.assertEq(anchor.head(), vm.parseJsonBytes32(json, _join(last, ".anchor.anchorHash")));
    }

    function test_everyClosedEntryIsIncluded() public {
        _anchorAll();
        string memory json = _read("log.json");
        uint256 checked = 0;
        for (uint256 p = 0; p < 3; ++p) {
            string memory records = _join(_at(".partitions", p), ".records");
            uint256 count = this.lengthIn("log.json", records);
            for (uint256 i = 0; i < count; ++i) {
                if (this.checkEntry(_join(_at(records, i), ".expected"), p)) ++checked;
            }
        }
        uint256 entries = 0;
        for (uint64 seq = 0; seq < 3; ++seq) {
            entries += vm.parseJsonUint(json, _join(_at(".periods", seq), ".anchor.entries"));
        }
        vm.assertEq(checked, entries, "every entry of a closed period is a case");
    }

    function test_everySettlementRowIsPaid() public {
        _anchorAll();
        _fundAssets();
        vm.warp(block.timestamp + DELAY);
        for (uint64 seq = 0; seq < 3; ++seq) {
            this.claimPeriod(seq);
        }
        for (uint64 seq = 3; seq > 0; --seq) {
            this.claimPeriodAgain(seq - 1);
        }
    }

    function test_claimEncoding() public view {
        for (uint64 seq = 0; seq < 3; ++seq) {
            this.checkClaimEncoding(seq);
        }
    }

    function test_settlementTrees() public view {
        uint256 trees = this.lengthIn("merkle.json", ".settlement");
        vm.assertEq(trees, 6);
        for (uint256 i = 0; i < trees; ++i) {
            this.checkSettlementTree(_at(".settlement", i));
        }
    }

    function test_inclusionProofs() public view {
        this.checkInclusions(".inclusion", true, 57);
        this.checkInclusions(".invalidInclusion", false, 96);
    }

    function checkDigest(ReceiptAnchor at712, string calldata path) external view {
        string memory json = _read("eip712.json");
        bytes memory words = vm.parseJsonBytes(json, _join(path, ".encodedStruct"));
        ReceiptAnchor.Receipt memory receipt =
            abi.decode(this.tail(words, 32), (ReceiptAnchor.Receipt));
        vm.assertEq(receipt.orderId, vm.parseJsonBytes32(json, _join(path, ".receipt.orderId")));
        vm.assertEq(receipt.seq, vm.parseJsonUint(json, _join(path, ".receipt.seq")));
        vm.assertEq(
            at712.receiptDigest(receipt), vm.parseJsonBytes32(json, _join(path, ".digest")), path
        );
    }

    function checkPeriod(string calldata path, uint64 seq) external view {
        string memory json = _read("log.json");
        (
            bytes32 anchorHash,
            bytes32 periodRoot,
            bytes32 settlementRoot,
            uint64 entries,
            uint64 accepted,
            uint32 partitionCount,
        ) = anchor.period(seq);
        string memory record = _join(path, ".anchor");
        vm.assertEq(anchorHash, vm.parseJsonBytes32(json, _join(record, ".anchorHash")));
        vm.assertEq(periodRoot, vm.parseJsonBytes32(json, _join(record, ".periodRoot")));
        vm.assertEq(settlementRoot, vm.parseJsonBytes32(json, _join(record, ".settlementRoot")));
        vm.assertEq(entries, vm.parseJsonUint(json, _join(record, ".entries")));
        vm.assertEq(accepted, vm.parseJsonUint(json, _join(record, ".accepted")));
        vm.assertEq(partitionCount, vm.parseJsonUint(json, _join(record, ".partitionCount")));
    }

    /// False when the entry's period is still open; the entry itself must verify, its neighbours not.
    function checkEntry(string calldata path, uint256 partition) external view returns (bool) {
        string memory json = _read("log.json");
        if (!vm.keyExistsJson(json, _join(path, ".index"))) return false;
        uint64 seq = uint64(vm.parseJsonUint(json, _join(path, ".period")));
        bytes memory entry = vm.parseJsonBytes(json, _join(path, ".entry"));
        uint256 index = vm.parseJsonUint(json, _join(path, ".index"));
        bytes32[] memory entryPath = vm.parseJsonBytes32Array(json, _join(path, ".path"));
        string memory headAt = _at(_join(_at(".periods", seq), ".heads"), partition);
        bytes memory head = vm.parseJsonBytes(json, _join(headAt, ".head"));
        bytes32[] memory headPath = vm.parseJsonBytes32Array(json, _join(headAt, ".path"));

        vm.assertTrue(anchor.verifyEntry(seq, entry, index, entryPath, head, headPath), path);
        vm.assertFalse(anchor.verifyEntry(seq, entry, index + 1, entryPath, head, headPath), path);
        vm.assertFalse(anchor.verifyEntry(seq ^ 1, entry, index, entryPath, head, headPath), path);
        entry[index % 88] ^= 0x01;
        vm.assertFalse(anchor.verifyEntry(seq, entry, index, entryPath, head, headPath), path);
        entry[index % 88] ^= 0x01;
        head[index % 128] ^= 0x80;
        vm.assertFalse(anchor.verifyEntry(seq, entry, index, entryPath, head, headPath), path);
        return true;
    }

    function claimPeriod(uint64 seq) external {
        (PayoutVault.Row[] memory rows, bytes32[][] memory proofs) = _rows(seq);
        uint256[] memory paid = vault.claimMany(rows, proofs);
        for (uint256 i = 0; i < rows.length; ++i) {
            vm.assertEq(uint8(vault.refusal(rows[i], proofs[i])), uint8(0));
            vm.assertEq(paid[i], rows[i].periodCredit);
            _assertPaid(rows[i]);
        }
    }

    function claimPeriodAgain(uint64 seq) external {
        (PayoutVault.Row[] memory rows, bytes32[][] memory proofs) = _rows(seq);
        uint256[] memory paid = vault.claimMany(rows, proofs);
        for (uint256 i = 0; i < rows.length; ++i) {
            vm.assertEq(paid[i], 0);
        }
    }

    /// The Java side holds its own encoding of the same call against the same hashes.
    function checkClaimEncoding(uint64 seq) external view {
        (PayoutVault.Row[] memory rows, bytes32[][] memory proofs) = _rows(seq);
        string memory json = vm.readFile(_join(RESOURCES, "claim-many.json"));
        vm.assertEq(
            keccak256(abi.encodeCall(PayoutVault.claimMany, (rows, proofs))),
            vm.parseJsonBytes32(json, _at(".inputHashes", seq))
        );
    }

    function checkSettlementTree(string calldata path) external view {
        string memory json = _read("merkle.json");
        bytes32 root = vm.parseJsonBytes32(json, _join(path, ".root"));
        string memory rows = _join(path, ".rows");
        uint256 count = _length(json, rows);
        if (count == 0) vm.assertEq(root, bytes32(0));
        for (uint256 i = 0; i < count; ++i) {
            this.checkSettlementRow(_at(rows, i), root);
        }
    }

    function checkSettlementRow(string calldata path, bytes32 root) external view {
        string memory json = _read("merkle.json");
        PayoutVault.Row memory row = _row(json, _join(path, ".row"));
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(row))));
        vm.assertEq(leaf, vm.parseJsonBytes32(json, _join(path, ".leaf")), path);
        bytes32[] memory proof = vm.parseJsonBytes32Array(json, _join(path, ".proof"));
        vm.assertTrue(MerkleProof.verify(proof, root, leaf), path);
    }

    function checkInclusions(string calldata list, bool holds, uint256 expected) external view {
        uint256 count = this.lengthIn("merkle.json", list);
        vm.assertEq(count, expected);
        for (uint256 i = 0; i < count; ++i) {
            vm.assertTrue(this.includes(_at(list, i)) == holds, _at(list, i));
        }
    }

    function includes(string calldata path) external view returns (bool) {
        string memory json = _read("merkle.json");
        return this.verifyInclusion(
            vm.parseJsonBytes32(json, _join(path, ".leafHash")),
            vm.parseJsonUint(json, _join(path, ".index")),
            vm.parseJsonUint(json, _join(path, ".size")),
            vm.parseJsonBytes32Array(json, _join(path, ".path")),
            vm.parseJsonBytes32(json, _join(path, ".root"))
        );
    }

    function verifyInclusion(
        bytes32 leaf,
        uint256 index,
        uint256 size,
        bytes32[] calldata path,
        bytes32 root
    ) external pure returns (bool) {
        return LogTree.verifyInclusion(leaf, index, size, path, root);
    }

    function _anchorAll() private returns (uint256 count) {
        string memory json = _read("log.json");
        count = _length(json, ".periods");
        for (uint256 i = 0; i < count; ++i) {
            bytes memory record =
                vm.parseJsonBytes(json, _join(_at(".periods", i), ".anchor.record"));
            vm.prank(anchor.operator());
            vm.assertTrue(anchor.anchor(record));
        }
    }

    function _fundAssets() private {
        string memory json = _read("log.json");
        bytes memory token = address(new TestUSD()).code;
        string memory totals = ".periods[2].settlement.totals";
        for (uint256 i = 0; i < _length(json, totals); ++i) {
            address asset = vm.parseJsonAddress(json, _join(_at(totals, i), ".asset"));
            vm.etch(asset, token);
            TestUSD(asset).mint(address(vault), type(uint256).max);
        }
    }

    function _assertPaid(PayoutVault.Row memory row) private view {
        vm.assertEq(vault.claimed(row.account, row.asset), row.cumCredit);
        vm.assertEq(TestUSD(row.asset).balanceOf(row.account), row.cumCredit);
    }

    function _rows(uint64 seq)
        private
        view
        returns (PayoutVault.Row[] memory rows, bytes32[][] memory proofs)
    {
        string memory json = _read("log.json");
        string memory list = _join(_at(".periods", seq), ".settlement.rows");
        uint256 count = _length(json, list);
        rows = new PayoutVault.Row[](count);
        proofs = new bytes32[][](count);
        for (uint256 i = 0; i < count; ++i) {
            rows[i] = _row(json, _join(_at(list, i), ".row"));
            proofs[i] = vm.parseJsonBytes32Array(json, _join(_at(list, i), ".proof"));
        }
    }

    function _row(string memory json, string memory path)
        private
        pure
        returns (PayoutVault.Row memory)
    {
        return PayoutVault.Row({
            seq: uint64(vm.parseJsonUint(json, _at(path, 0))),
            account: vm.parseJsonAddress(json, _at(path, 1)),
            asset: vm.parseJsonAddress(json, _at(path, 2)),
            periodDebit: vm.parseJsonUint(json, _at(path, 3)),
            periodCredit: vm.parseJsonUint(json, _at(path, 4)),
            cumDebit: vm.parseJsonUint(json, _at(path, 5)),
            cumCredit: vm.parseJsonUint(json, _at(path, 6))
        });
    }
}
