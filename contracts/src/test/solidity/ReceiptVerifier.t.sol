// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {ReceiptVerifier} from "../../main/solidity/ReceiptVerifier.sol";
import {ReceiptFixture} from "./ReceiptFixture.sol";
import {Trees} from "./Trees.sol";

/// Laws 2 and 17 on whole evidence: random receipts in random periods are proven, and whatever is
/// changed about them fails at the check that its name says.
contract ReceiptVerifierTest is ReceiptFixture {
    uint256 private constant KEY = 0x5EED;

    function testFuzz_acceptedReceiptIsProven(
        ReceiptAnchor.Receipt memory receipt,
        uint256 key,
        Place memory place
    ) public {
        key = bound(key, 1, CURVE_ORDER - 1);
        assertHolds(evidenceOf(receipt, key, place));
    }

    function testFuzz_otherReceiptFails(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        uint8 field
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        _change(e.receipt, field % 18);
        assertFails(e, ReceiptVerifier.FailedCheck.Signature);
    }

    function testFuzz_flippedBitOfTheSignatureFails(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        uint256 bit
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        _flip(e.signature, bit);
        assertFails(e, ReceiptVerifier.FailedCheck.Signature);
    }

    function testFuzz_onlyTheAgentsSignatureCounts(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        uint256 key
    ) public {
        key = bound(key, 1, CURVE_ORDER - 1);
        vm.assume(key != KEY);
        Evidence memory e = evidenceOf(receipt, KEY, place);
        e.signature = sign(key, anchor.receiptDigest(e.receipt));
        assertFails(e, ReceiptVerifier.FailedCheck.Signature);
    }

    function testFuzz_flippedBitOfTheEntryFails(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        uint256 bit
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        uint256 at = _flip(e.inclusion.entry, bit);
        bool free = at >= 16 && at < 56;
        bool offset = at >= 8 && at < 16;
        ReceiptVerifier.FailedCheck failed = check(e);
        if (!offset) {
            vm.assertTrue(failed == (free ? _entryPath() : ReceiptVerifier.FailedCheck.Entry));
        }
        vm.assertTrue(failed == ReceiptVerifier.FailedCheck.Entry || failed == _entryPath());
    }

    function testFuzz_flippedBitOfTheHeadFails(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        uint256 bit
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        uint256 at = _flip(e.inclusion.head, bit);
        ReceiptVerifier.FailedCheck failed = check(e);
        vm.assertTrue(failed > ReceiptVerifier.FailedCheck.Signature);
        if (at < 8) vm.assertTrue(failed == ReceiptVerifier.FailedCheck.Entry);
        if (at >= 56 && at < 88) vm.assertTrue(failed == _entryPath());
        if (at >= 32 && at < 56 || at >= 88) {
            vm.assertTrue(failed == ReceiptVerifier.FailedCheck.HeadPath);
        }
    }

    function testFuzz_wrongIndexFails(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        uint256 index
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        vm.assume(index != e.inclusion.entryIndex);
        e.inclusion.entryIndex = index;
        assertFails(e, _entryPath());
    }

    function testFuzz_otherPathsFail(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        uint256 bit
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        bytes32[] memory path = e.inclusion.entryPath;
        bytes32[][3] memory others = _otherPaths(path, bit);
        for (uint256 i = 0; i < 3; ++i) {
            if (path.length == 0 && i > 0) break;
            e.inclusion.entryPath = others[i];
            assertFails(e, _entryPath());
        }
        e.inclusion.entryPath = path;
        path = e.inclusion.headPath;
        others = _otherPaths(path, bit);
        for (uint256 i = 0; i < 3; ++i) {
            if (path.length == 0 && i > 0) break;
            e.inclusion.headPath = others[i];
            assertFails(e, ReceiptVerifier.FailedCheck.HeadPath);
        }
    }

    /// A record that the log has, but not as an accepted receipt, proves nothing.
    function testFuzz_otherKindsOfEntriesFail(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        bytes4 kind
    ) public {
        vm.assume(kind != 0x01010000);
        Evidence memory e = evidenceOf(receipt, KEY, place);
        e.inclusion = anchorEntry(entryOf(e.receipt, kind, place), place);
        assertFails(e, ReceiptVerifier.FailedCheck.Entry);
    }

    /// Nor does an entry of another partition, also when its number is the same in 32 bits.
    function testFuzz_otherLaneFails(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        uint32 high,
        uint32 low
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        uint64 lane = uint64(high) << 32 | low % 7;
        vm.assume(lane != e.receipt.lane);
        e.receipt.lane = lane;
        e.signature = sign(KEY, anchor.receiptDigest(e.receipt));
        e.inclusion = anchorEntry(entryOf(e.receipt, 0x01010000, place), place);
        assertFails(e, ReceiptVerifier.FailedCheck.Entry);
    }

    function testFuzz_otherLengthsFail(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        bytes memory other
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        (bytes memory entry, bytes memory head) = (e.inclusion.entry, e.inclusion.head);
        e.inclusion.entry = bytes.concat(entry, other, hex"00");
        assertFails(e, ReceiptVerifier.FailedCheck.Entry);
        e.inclusion.entry = entry;
        e.inclusion.head = bytes.concat(head, other, hex"00");
        assertFails(e, ReceiptVerifier.FailedCheck.Entry);
        e.inclusion.head = head;
        e.signature = bytes.concat(e.signature, other, hex"00");
        assertFails(e, ReceiptVerifier.FailedCheck.Signature);
    }

    function testFuzz_periodCounts(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        uint64 period
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        anchorPeriod(sha256("other"), place.partitions);
        e.inclusion.period = 1;
        assertFails(e, ReceiptVerifier.FailedCheck.HeadPath);
        e.inclusion.period = uint64(bound(period, 2, type(uint64).max));
        assertFails(e, ReceiptVerifier.FailedCheck.Anchor);
    }

    function testFuzz_anyInputHasAnAnswer(
        ReceiptAnchor.Receipt memory receipt,
        bytes memory signature,
        ReceiptVerifier.Inclusion memory inclusion
    ) public view {
        assertFails(
            Evidence(receipt, signature, inclusion), ReceiptVerifier.FailedCheck.Signature
        );
    }

    /// Behind a good signature too, and behind a good entry and head.
    function testFuzz_anyInclusionHasAnAnswer(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        ReceiptVerifier.Inclusion memory other,
        uint8 kept
    ) public {
        Evidence memory e = evidenceOf(receipt, KEY, place);
        if (kept % 2 == 1) (other.entry, other.head) = (e.inclusion.entry, e.inclusion.head);
        e.inclusion = other;
        vm.assertTrue(check(e) != ReceiptVerifier.FailedCheck.None || kept % 2 == 1);
        vm.assertTrue(check(e) != ReceiptVerifier.FailedCheck.Signature);
    }

    function _entryPath() private pure returns (ReceiptVerifier.FailedCheck) {
        return ReceiptVerifier.FailedCheck.EntryPath;
    }

    /// Longer, shorter, and with one bit changed; the last two make no sense of an empty path.
    function _otherPaths(bytes32[] memory path, uint256 bit)
        private
        pure
        returns (bytes32[][3] memory others)
    {
        others[0] = Trees.prefix(path, path.length + 1);
        if (path.length == 0) return others;
        others[1] = Trees.prefix(path, path.length - 1);
        others[2] = Trees.prefix(path, path.length);
        others[2][bit % path.length] ^= bytes32(uint256(1) << (bit % 256));
    }

    /// Flips one bit and gives the position of its byte.
    function _flip(bytes memory data, uint256 bit) private pure returns (uint256 at) {
        bit = bound(bit, 0, data.length * 8 - 1);
        at = bit / 8;
        data[at] ^= bytes1(uint8(1 << (bit % 8)));
    }

    function _change(ReceiptAnchor.Receipt memory r, uint256 field) private pure {
        bytes32 one = bytes32(uint256(1));
        if (field == 0) r.orderId ^= one;
        if (field == 1) r.stepId ^= one;
        if (field == 2) r.agent = _other(r.agent);
        if (field == 3) r.buyer = _other(r.buyer);
        if (field == 4) r.asset = _other(r.asset);
        if (field == 5) r.amount ^= 1;
        if (field == 6) r.fee ^= 1;
        if (field == 7) r.feeRecipient = _other(r.feeRecipient);
        if (field == 8) r.verdict ^= 1;
        if (field == 9) r.orderHash ^= one;
        if (field == 10) r.planHash ^= one;
        if (field == 11) r.inputHash ^= one;
        if (field == 12) r.outputHash ^= one;
        if (field == 13) r.proofHash ^= one;
        if (field == 14) r.detailsRoot ^= one;
        if (field == 15) r.completedAt ^= 1;
        if (field == 16) r.lane ^= 1;
        if (field == 17) r.seq ^= 1;
    }

    function _other(address account) private pure returns (address) {
        return address(uint160(account) ^ 1);
    }
}
