// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {LogTree} from "./LogTree.sol";
import {ReceiptAnchor} from "./ReceiptAnchor.sol";

/// Decides on chain whether a receipt is proven: its agent signed it, and the log has it as accepted.
///
/// For contracts that hold money or a stake until a dispute is decided: the party that has the receipt
/// shows it with its proof from a bundle, and nobody's word is needed. The contract keeps no state, so
/// one of them serves everybody who trusts the log of its anchor.
///
/// What is proven is that agent and operator committed to the receipt. What it says about the work
/// (amount, verdict, hashes of results) is for the caller to read in it.
contract ReceiptVerifier {
    /// The first check that fails, in the order in which they are made and under the names that
    /// offline checks of bundles give them; `Anchor` means that the period is not anchored.
    enum FailedCheck {
        None,
        Signature,
        Entry,
        EntryPath,
        Anchor,
        HeadPath
    }

    /// Where in the log a receipt is: leaf `entryIndex` of the partition with this `head`, which is a
    /// leaf of the period's tree. `entry` is 88 bytes, `head` 128.
    struct Inclusion {
        uint64 period;
        bytes entry;
        uint256 entryIndex;
        bytes32[] entryPath;
        bytes head;
        bytes32[] headPath;
    }

    /// Version 1, kind ACCEPTED, reason 0.
    bytes4 private constant ACCEPTED_ENTRY = 0x01010000;
    uint256 private constant ENTRY_LENGTH = 88;
    /// Version 1, kind partition head.
    bytes4 private constant HEAD = 0x01200000;
    uint256 private constant HEAD_LENGTH = 128;

    /// Has the log's periods, and is the `verifyingContract` of its receipts.
    ReceiptAnchor public immutable anchor;

    constructor(ReceiptAnchor anchor_) {
        anchor = anchor_;
    }

    /// `None` when `receipt` is signed by its agent and stands as accepted in an anchored period,
    /// otherwise the first check that speaks against it. Never reverts on evidence that is wrong or
    /// malformed, only on input that is no ABI encoding of the arguments.
    function verify(
        ReceiptAnchor.Receipt calldata receipt,
        bytes calldata signature,
        Inclusion calldata inclusion
    ) external view returns (FailedCheck) {
        bytes32 digest = anchor.receiptDigest(receipt);
        if (!_isSignedBy(receipt.agent, digest, signature)) return FailedCheck.Signature;
        if (!_isEntryOf(digest, receipt.lane, inclusion.entry, inclusion.head)) {
            return FailedCheck.Entry;
        }
        return _isIncluded(inclusion) ? FailedCheck.None : _brokenLink(inclusion);
    }

    /// 65 bytes r ‖ s ‖ v with v 27 or 28 and s in the lower half: one signature has one form.
    function _isSignedBy(address agent, bytes32 digest, bytes calldata signature)
        private
        pure
        returns (bool)
    {
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(digest, signature);
        return problem == ECDSA.RecoverError.NoError && signer == agent;
    }

    /// Whether the entry says that this receipt was accepted, in the partition and in the range of
    /// offsets that the head covers.
    function _isEntryOf(bytes32 digest, uint64 lane, bytes calldata entry, bytes calldata head)
        private
        pure
        returns (bool)
    {
        if (entry.length != ENTRY_LENGTH || bytes4(entry[0:4]) != ACCEPTED_ENTRY) return false;
        if (head.length != HEAD_LENGTH || bytes4(head[0:4]) != HEAD) return false;
        uint32 partition = uint32(bytes4(entry[4:8]));
        uint64 offset = uint64(bytes8(entry[8:16]));
        return bytes32(entry[56:88]) == digest && partition == lane
            && partition == uint32(bytes4(head[4:8])) && offset >= uint64(bytes8(head[8:16]))
            && offset < uint64(bytes8(head[16:24]));
    }

    function _isIncluded(Inclusion calldata i) private view returns (bool) {
        return anchor.verifyEntry(
            i.period, i.entry, i.entryIndex, i.entryPath, i.head, i.headPath
        );
    }

    /// Which link from the entry to the anchor is broken; only refused evidence pays for the search.
    function _brokenLink(Inclusion calldata i) private view returns (FailedCheck) {
        bool reachesHead = LogTree.verifyInclusion(
            LogTree.leafHash(i.entry),
            i.entryIndex,
            uint64(bytes8(i.head[24:32])),
            i.entryPath,
            bytes32(i.head[56:88])
        );
        if (!reachesHead) return FailedCheck.EntryPath;
        return i.period < anchor.next() ? FailedCheck.HeadPath : FailedCheck.Anchor;
    }
}
