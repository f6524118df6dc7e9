// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {LogTree} from "../../main/solidity/LogTree.sol";
import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {ReceiptVerifier} from "../../main/solidity/ReceiptVerifier.sol";
import {AnchorRecord} from "./AnchorRecord.sol";
import {Trees} from "./Trees.sol";
import {TestBase} from "./Vm.sol";

/// Makes signed receipts, and anchors periods that have them.
abstract contract ReceiptFixture is TestBase {
    bytes32 internal constant LOG = keccak256("log");
    address internal constant OPERATOR = address(0xA11CE);
    uint256 internal constant CURVE_ORDER =
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint64 internal constant FIRST_OFFSET = 1000;

    /// Where the receipt stands: leaf `index` of `size` in partition `partition` of `partitions`.
    struct Place {
        uint256 size;
        uint256 index;
        uint32 partitions;
        uint32 partition;
    }

    /// All that a dispute needs.
    struct Evidence {
        ReceiptAnchor.Receipt receipt;
        bytes signature;
        ReceiptVerifier.Inclusion inclusion;
    }

    ReceiptAnchor internal anchor;
    ReceiptVerifier internal verifier;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        anchor = new ReceiptAnchor(LOG, OPERATOR);
        verifier = new ReceiptVerifier(anchor);
    }

    /// Signs the receipt by its agent's key and anchors the next period with it as accepted.
    function evidenceOf(ReceiptAnchor.Receipt memory receipt, uint256 key, Place memory place)
        internal
        returns (Evidence memory e)
    {
        place = inRange(place);
        (receipt.agent, receipt.lane) = (vm.addr(key), place.partition);
        e.receipt = receipt;
        e.signature = sign(key, anchor.receiptDigest(receipt));
        e.inclusion = anchorEntry(entryOf(receipt, hex"01010000", place), place);
    }

    /// Anchors the next period, which has this entry at this place among others.
    function anchorEntry(bytes memory entry, Place memory place)
        internal
        returns (ReceiptVerifier.Inclusion memory i)
    {
        i.period = anchor.next();
        (i.entry, i.entryIndex) = (entry, place.index);
        bytes32[] memory leaves = _leaves("entry", place.size, place.index, entry);
        i.entryPath = Trees.path(leaves, place.index);
        i.head = headOf(place, Trees.root(leaves));
        bytes32[] memory heads = _leaves("head", place.partitions, place.partition, i.head);
        i.headPath = Trees.path(heads, place.partition);
        anchorPeriod(Trees.root(heads), place.partitions);
    }

    function anchorPeriod(bytes32 root, uint32 partitions) internal {
        AnchorRecord.Fields memory f;
        (f.logId, f.seq, f.prevAnchorHash) = (LOG, anchor.next(), anchor.head());
        (f.periodRoot, f.partitionCount) = (root, partitions);
        bytes memory record = AnchorRecord.encode(f);
        vm.prank(anchor.operator());
        anchor.anchor(record);
    }

    function entryOf(ReceiptAnchor.Receipt memory receipt, bytes4 kind, Place memory place)
        internal
        view
        returns (bytes memory)
    {
        return abi.encodePacked(
            kind,
            place.partition,
            FIRST_OFFSET + uint64(place.index),
            uint64(1_800_000_000_000),
            sha256("record"),
            anchor.receiptDigest(receipt)
        );
    }

    function headOf(Place memory place, bytes32 entriesRoot) internal pure returns (bytes memory) {
        return abi.encodePacked(
            hex"01200000",
            place.partition,
            FIRST_OFFSET,
            FIRST_OFFSET + uint64(place.size),
            uint64(place.size),
            uint64(1),
            uint64(1_800_000_000_000),
            uint64(1_800_000_000_000),
            entriesRoot,
            sha256("agents"),
            uint64(1)
        );
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function inRange(Place memory place) internal pure returns (Place memory) {
        place.size = bound(place.size, 1, 40);
        place.index = bound(place.index, 0, place.size - 1);
        place.partitions = uint32(bound(place.partitions, 1, 7));
        place.partition = uint32(bound(place.partition, 0, place.partitions - 1));
        return place;
    }

    function check(Evidence memory e) internal view returns (ReceiptVerifier.FailedCheck) {
        return verifier.verify(e.receipt, e.signature, e.inclusion);
    }

    function assertFails(Evidence memory e, ReceiptVerifier.FailedCheck expected) internal view {
        vm.assertEq(uint8(check(e)), uint8(expected));
    }

    function assertHolds(Evidence memory e) internal view {
        assertFails(e, ReceiptVerifier.FailedCheck.None);
    }

    function _leaves(string memory filler, uint256 size, uint256 index, bytes memory leaf)
        private
        pure
        returns (bytes32[] memory leaves)
    {
        leaves = new bytes32[](size);
        for (uint256 i = 0; i < size; ++i) {
            leaves[i] = LogTree.leafHash(abi.encode(filler, i));
        }
        leaves[index] = LogTree.leafHash(leaf);
    }
}
