// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {LogTree} from "./LogTree.sol";
import {Operated} from "./Operated.sol";

/// The public memory of one receipt log: the hash-chained anchor record of every closed period.
///
/// A record is 304 bytes and stands in full in the event log; storage keeps what other contracts need.
/// What is anchored can never be replaced, not even by the operator: the same record again does
/// nothing, another one for the same period reverts. A new operator goes on where the old one ended.
///
/// This contract is also the `verifyingContract` of the EIP-712 domain under which receipts are signed.
contract ReceiptAnchor is EIP712, Operated {
    /// What storage keeps of an anchor record. The last four members share one slot.
    struct Period {
        bytes32 anchorHash;
        bytes32 periodRoot;
        bytes32 settlementRoot;
        uint64 entries;
        uint64 accepted;
        uint32 partitionCount;
        uint64 anchoredAt;
    }

    /// The EIP-712 struct that agents sign.
    struct Receipt {
        bytes32 orderId;
        bytes32 stepId;
        address agent;
        address buyer;
        address asset;
        uint256 amount;
        uint256 fee;
        address feeRecipient;
        uint8 verdict;
        bytes32 orderHash;
        bytes32 planHash;
        bytes32 inputHash;
        bytes32 outputHash;
        bytes32 proofHash;
        bytes32 detailsRoot;
        uint64 completedAt;
        uint64 lane;
        uint64 seq;
    }

    /// A period is anchored; `record` is the whole anchor record.
    event Anchored(uint64 indexed seq, bytes32 indexed anchorHash, bytes record);
    /// Periods from `fromSeq` on are anchored by `next`, or by whom it hands over to in turn.
    event OperatorChanged(address indexed previous, address indexed next, uint64 fromSeq);

    /// An anchor record is 304 bytes long.
    error BadLength(uint256 length);
    /// An anchor record begins with "QTA1".
    error BadMagic(bytes4 magic);
    /// This contract knows schema version 1.
    error BadVersion(uint32 version);
    /// The record is of another log.
    error WrongLog(bytes32 logId);
    /// The period is anchored with another record.
    error Conflict(uint64 seq, bytes32 anchored, bytes32 offered);
    /// The record is not the next one, or does not continue the chain.
    error OutOfOrder(uint64 seq, uint64 next, bytes32 prevAnchorHash, bytes32 head);

    bytes32 private constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 orderId,bytes32 stepId,address agent,address buyer,address asset,uint256 amount,uint256 fee,address feeRecipient,uint8 verdict,bytes32 orderHash,bytes32 planHash,bytes32 inputHash,bytes32 outputHash,bytes32 proofHash,bytes32 detailsRoot,uint64 completedAt,uint64 lane,uint64 seq)"
    );
    uint256 private constant RECORD_LENGTH = 304;
    uint256 private constant ENTRY_LENGTH = 88;
    uint256 private constant HEAD_LENGTH = 128;

    /// SHA-256("quittance-log/v1\n" ‖ origin) of the one log that is anchored here.
    bytes32 public immutable logId;
    /// Sequence number of the period that is anchored next; as many are anchored. In the slot of
    /// `operator`, which is never empty, so that the first period costs no more than later ones.
    uint64 public next;

    mapping(uint64 seq => Period) private _periods;

    constructor(bytes32 logId_, address operator_) EIP712("Quittance", "1") Operated(operator_) {
        logId = logId_;
    }

    /// Anchors the next period; returns false, changing nothing, when this very record is anchored already.
    function anchor(bytes calldata record) external onlyOperator returns (bool) {
        _checkFormat(record);
        uint64 seq = uint64(bytes8(record[40:48]));
        bytes32 anchorHash = LogTree.leafHash(record);
        uint64 expected = next;
        if (seq < expected) {
            bytes32 anchored = _periods[seq].anchorHash;
            require(anchored == anchorHash, Conflict(seq, anchored, anchorHash));
            return false;
        }
        bytes32 prevAnchorHash = bytes32(record[200:232]);
        bytes32 current = _headBefore(expected);
        require(
            seq == expected && prevAnchorHash == current,
            OutOfOrder(seq, expected, prevAnchorHash, current)
        );
        _periods[seq] = Period({
            anchorHash: anchorHash,
            periodRoot: bytes32(record[104:136]),
            settlementRoot: bytes32(record[136:168]),
            entries: uint64(bytes8(record[88:96])),
            accepted: uint64(bytes8(record[96:104])),
            partitionCount: uint32(bytes4(record[64:68])),
            anchoredAt: uint64(block.timestamp)
        });
        next = seq + 1;
        emit Anchored(seq, anchorHash, record);
        return true;
    }

    /// Hash of the newest anchor record; zero before the first.
    function head() external view returns (bytes32) {
        return _headBefore(next);
    }

    /// What is kept of a period; all zero when it is not anchored. `anchoredAt` is in unix seconds.
    function period(uint64 seq)
        external
        view
        returns (
            bytes32 anchorHash,
            bytes32 periodRoot,
            bytes32 settlementRoot,
            uint64 entries,
            uint64 accepted,
            uint32 partitionCount,
            uint64 anchoredAt
        )
    {
        Period storage p = _periods[seq];
        return (
            p.anchorHash,
            p.periodRoot,
            p.settlementRoot,
            p.entries,
            p.accepted,
            p.partitionCount,
            p.anchoredAt
        );
    }

    /// Whether the 88-byte `entry` is leaf `entryIndex` under the 128-byte partition head `head_`, and
    /// that head is the leaf of its partition under the anchored root of period `seq`.
    /// Anything that does not prove this, malformed bytes included, gives false.
    function verifyEntry(
        uint64 seq,
        bytes calldata entry,
        uint256 entryIndex,
        bytes32[] calldata entryPath,
        bytes calldata head_,
        bytes32[] calldata headPath
    ) external view returns (bool) {
        if (seq >= next || entry.length != ENTRY_LENGTH || head_.length != HEAD_LENGTH) return false;
        if (bytes1(entry[0:1]) != 0x01 || bytes4(head_[0:4]) != 0x01200000) return false;
        bytes4 partition = bytes4(head_[4:8]);
        if (bytes4(entry[4:8]) != partition) return false;
        Period storage p = _periods[seq];
        return LogTree.verifyInclusion(
            LogTree.leafHash(entry),
            entryIndex,
            uint64(bytes8(head_[24:32])),
            entryPath,
            bytes32(head_[56:88])
        )
            && LogTree.verifyInclusion(
                LogTree.leafHash(head_), uint32(partition), p.partitionCount, headPath, p.periodRoot
            );
    }

    /// The EIP-712 digest that the receipt's agent signs.
    function receiptDigest(Receipt calldata receipt) external view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(RECEIPT_TYPEHASH, receipt)));
    }

    function _operatorChanged(address previous, address successor) internal override {
        emit OperatorChanged(previous, successor, next);
    }

    function _headBefore(uint64 seq) private view returns (bytes32) {
        return seq == 0 ? bytes32(0) : _periods[seq - 1].anchorHash;
    }

    function _checkFormat(bytes calldata record) private view {
        require(record.length == RECORD_LENGTH, BadLength(record.length));
        require(bytes4(record[0:4]) == "QTA1", BadMagic(bytes4(record[0:4])));
        uint32 version = uint32(bytes4(record[4:8]));
        require(version == 1, BadVersion(version));
        bytes32 id = bytes32(record[8:40]);
        require(id == logId, WrongLog(id));
    }
}
