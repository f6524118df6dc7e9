// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {LogTree} from "../../main/solidity/LogTree.sol";
import {Operated} from "../../main/solidity/Operated.sol";
import {PayoutVault} from "../../main/solidity/PayoutVault.sol";
import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {AnchorRecord} from "./AnchorRecord.sol";
import {DeliveryEscrow} from "./DeliveryEscrow.sol";
import {ReceiptFixture} from "./ReceiptFixture.sol";
import {TestUSD} from "../../main/solidity/TestUSD.sol";
import {Trees} from "./Trees.sol";

/// What calls cost. Those that change something are transactions of their own, with the transaction's
/// base and data; views are what they add to the transaction of a contract that calls them.
///
/// Each is one call out of this contract, with nothing warmed up by others (`isolate`). The numbers go
/// to target/forge/snapshots, from which `npm run gas` makes a table.
/// forge-config: default.isolate = true
/// forge-config: full.isolate = true
contract GasTableTest is ReceiptFixture {
    uint256 private constant ANCHOR_LIMIT = 135_000;
    uint256 private constant KEY = 0x5EED;
    address private constant HEIR = address(0x4E14);
    uint256 private constant ROWS = 128;
    uint64 private constant DELAY = 60;
    uint32 private constant PARTITIONS = 6;

    PayoutVault private vault;
    TestUSD private usd;
    PayoutVault.Row[] private rows;
    bytes32[] private leaves;

    function setUp() public override {
        super.setUp();
        vault = new PayoutVault(anchor, DELAY, OPERATOR);
        usd = new TestUSD();
    }

    function test_anchor() public {
        bytes memory first = _record(0);
        _anchor(first, true);
        vm.assertTrue(_snapshot("anchor, first period of a log") <= ANCHOR_LIMIT);
        bytes memory second = _record(1);
        _anchor(second, true);
        vm.assertTrue(_snapshot("anchor, later period") <= ANCHOR_LIMIT);
        _anchor(second, false);
        _snapshot("anchor again, the same record");
        second[303] ^= 0x01;
        vm.prank(OPERATOR);
        (bool ok,) = address(anchor).call(abi.encodeCall(ReceiptAnchor.anchor, (second)));
        vm.assertFalse(ok);
        _snapshot("anchor, conflict (reverts)");
    }

    function test_handover() public {
        _anchor(_record(0), true);
        _handOver(anchor, "the anchor");
        _handOver(vault, "the vault");
        bytes memory record = _record(1);
        vm.prank(HEIR);
        vm.assertTrue(anchor.anchor(record));
        vm.assertTrue(_snapshot("anchor, by a new operator") <= ANCHOR_LIMIT);
    }

    function test_verification() public {
        uint256[3] memory depths = [uint256(1), 10, 20];
        for (uint256 i = 0; i < 3; ++i) {
            _verify(depths[i], vm.toString(depths[i]));
        }
    }

    function test_dispute() public {
        ReceiptAnchor.Receipt memory receipt = _receipt();
        (receipt.orderId, receipt.buyer) = (sha256("order"), address(this));
        receipt.asset = address(usd);
        DeliveryEscrow escrow = new DeliveryEscrow(verifier);
        usd.mint(address(this), receipt.amount);
        usd.approve(address(escrow), receipt.amount);
        DeliveryEscrow.Order memory order = DeliveryEscrow.Order(
            address(this), receipt.agent, usd, receipt.amount, block.timestamp
        );
        escrow.open(receipt.orderId, order);
        Evidence memory e = _deep(20, receipt);
        escrow.deliver(e.receipt, e.signature, e.inclusion);
        _snapshot("dispute decided and paid, depth 20");
        vm.assertEq(usd.balanceOf(receipt.agent), receipt.amount);
    }

    function test_claims() public {
        _anchorRows(1);
        vault.claim(rows[0], _proof(0));
        _snapshot("claim, one row, never paid before");
        delete rows;
        delete leaves;
        _anchorRows(2);
        vault.claim(rows[0], _proof(0));
        _snapshot("claim, one row, paid before");
        _claimMany(1, 10);
        _snapshot("claimMany, 10 rows, never paid before");
        _claimMany(11, 100);
        _snapshot("claimMany, 100 rows, never paid before");
    }

    function _handOver(Operated operated, string memory name) private {
        vm.prank(OPERATOR);
        operated.offerOperator(HEIR);
        _snapshot(string.concat("offerOperator of ", name));
        vm.prank(HEIR);
        operated.acceptOperator();
        _snapshot(string.concat("acceptOperator of ", name));
    }

    function _verify(uint256 depth, string memory name) private {
        Evidence memory e = _deep(depth, _receipt());
        bool included = anchor.verifyEntry(
            e.inclusion.period,
            e.inclusion.entry,
            0,
            e.inclusion.entryPath,
            e.inclusion.head,
            e.inclusion.headPath
        );
        vm.assertTrue(included);
        _snapshot(string.concat("verifyEntry, depth ", name));
        assertHolds(e);
        _snapshot(string.concat("verify a receipt, depth ", name));
    }

    /// A receipt that is the first of 2^depth entries; all siblings are made up.
    function _deep(uint256 depth, ReceiptAnchor.Receipt memory receipt)
        private
        returns (Evidence memory e)
    {
        Place memory place = Place(1 << depth, 0, PARTITIONS, 0);
        e.receipt = receipt;
        e.signature = sign(KEY, anchor.receiptDigest(e.receipt));
        e.inclusion.entry = entryOf(e.receipt, 0x01010000, place);
        e.inclusion.entryPath = _siblings(depth);
        bytes32 root = _climb(e.inclusion.entry, e.inclusion.entryPath);
        e.inclusion.head = headOf(place, root);
        e.inclusion.headPath = _siblings(3);
        e.inclusion.period = anchor.next();
        anchorPeriod(_climb(e.inclusion.head, e.inclusion.headPath), PARTITIONS);
    }

    function _receipt() private pure returns (ReceiptAnchor.Receipt memory r) {
        (r.agent, r.amount, r.verdict) = (vm.addr(KEY), 250_000, 1);
        r.orderHash = r.planHash = r.inputHash = r.outputHash = r.proofHash = sha256("document");
        r.completedAt = 1_799_999_999_000;
    }

    function _siblings(uint256 count) private pure returns (bytes32[] memory path) {
        path = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            path[i] = keccak256(abi.encode("sibling", i));
        }
    }

    /// The root over a first leaf.
    function _climb(bytes memory leaf, bytes32[] memory path) private pure returns (bytes32 hash) {
        hash = LogTree.leafHash(leaf);
        for (uint256 i = 0; i < path.length; ++i) {
            hash = LogTree.nodeHash(hash, path[i]);
        }
    }

    function _anchor(bytes memory record, bool changes) private {
        vm.prank(OPERATOR);
        vm.assertTrue(anchor.anchor(record) == changes);
    }

    function _record(uint64 seq) private view returns (bytes memory) {
        AnchorRecord.Fields memory f;
        (f.logId, f.seq, f.prevAnchorHash) = (LOG, seq, anchor.head());
        (f.periodRoot, f.settlementRoot) = (sha256("period"), sha256("settlement"));
        (f.entries, f.accepted, f.partitionCount) = (1_000_000, 999_000, PARTITIONS);
        return AnchorRecord.encode(f);
    }

    function _anchorRows(uint256 times) private {
        uint64 seq = anchor.next();
        for (uint256 i = 0; i < ROWS; ++i) {
            address account = address(uint160(uint256(keccak256(abi.encode("account", i)))));
            PayoutVault.Row memory row =
                PayoutVault.Row(seq, account, address(usd), 0, 250_000, 0, 250_000 * times);
            rows.push(row);
            leaves.push(keccak256(bytes.concat(keccak256(abi.encode(row)))));
        }
        (bytes32 root,) = Trees.settlement(leaves, 0);
        AnchorRecord.Fields memory f;
        (f.logId, f.seq, f.prevAnchorHash) = (LOG, seq, anchor.head());
        (f.settlementRoot, f.partitionCount) = (root, PARTITIONS);
        bytes memory record = AnchorRecord.encode(f);
        vm.prank(OPERATOR);
        anchor.anchor(record);
        usd.mint(address(vault), ROWS * 250_000 * times);
        vm.warp(block.timestamp + DELAY);
    }

    function _proof(uint256 index) private view returns (bytes32[] memory proof) {
        (, proof) = Trees.settlement(leaves, index);
    }

    function _claimMany(uint256 from, uint256 count) private {
        PayoutVault.Row[] memory batch = new PayoutVault.Row[](count);
        bytes32[][] memory proofs = new bytes32[][](count);
        for (uint256 i = 0; i < count; ++i) {
            (batch[i], proofs[i]) = (rows[from + i], _proof(from + i));
        }
        uint256[] memory paid = vault.claimMany(batch, proofs);
        for (uint256 i = 0; i < count; ++i) {
            vm.assertEq(paid[i], batch[i].cumCredit);
        }
    }

    function _snapshot(string memory name) private returns (uint256) {
        return vm.snapshotGasLastCall("gas", name);
    }
}
